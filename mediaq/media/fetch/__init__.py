"""The only place from which mediaq speaks to hosts that its users name.

`url.allowed` judges what a URL says by its text, `Rules` the addresses that its host has, and
`Outbound` sends one request to an address that was judged. `fetch` is a download made of these.
"""
