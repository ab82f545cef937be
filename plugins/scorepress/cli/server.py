"""The command `server-config`: what a web server is to be told, for the usual ones."""

import click

from scorepress.cli.words import Command
from scorepress.publishing.headers import SERVERS


@click.command("server-config", cls=Command)
@click.argument("server", type=click.Choice(list(SERVERS)))
def server_config(server: str) -> None:
    """Print the configuration of a web SERVER: security headers, caching, compression, the page for wrong addresses.

    Change the name of the host and the folder of the site in it.
    """
    click.echo("\n".join(SERVERS[server]()))
