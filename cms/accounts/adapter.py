from allauth.account.adapter import DefaultAccountAdapter


class InvitedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by editors; nobody signs up alone."""

    def is_open_for_signup(self, request):
        return False
