"""What is rung when a flux changes."""

from chorus_app.flux.models import Flux
from chorus_app.kernel.context import Context


def ring_flux(context: Context, flux: Flux) -> None:
    """Tell those who watch the flux, its depositor, or the lists of its structure."""
    context.ring(f"flux:{flux.public_id}")
    context.ring(f"user:{flux.depositor_id}")
    context.ring(f"structure:{flux.structure_id}")
