"""The door for people the centre has invited."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from catalogue.domain.invitations import ExpiredLinkError, read_link


@never_cache
def accept_invitation(request, token):
    """From the link in the invitation to the ordinary form for a new password. Opening it changes nothing yet."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    try:
        user = read_link(token)
    except ExpiredLinkError:
        return render(request, "account/invitation_expired.html", status=410)
    key = default_token_generator.make_token(user)
    return redirect(reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key]))
