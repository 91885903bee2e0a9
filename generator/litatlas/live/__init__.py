"""Shows a survey while somebody works on it: each change at once where it can be, and then the whole survey with it.

Three parts, so that a change is seen in less than a second whatever the size
of the survey:

    server      watches the survey's folder and serves the site (MkDocs' own server, with another loop)
    makers      which process made the site that is shown, and which one is making the next
    making      such a process: builds the survey, brings the shown site up to date with it or builds another one, then
                previews changes to single records, notes and hand-written pages, until the next has taken its place

Each build is a process of its own: it disturbs neither the server nor the
previews, and when it ends its memory is free.
"""

from litatlas.live.serving import serve

__all__ = ["serve"]
