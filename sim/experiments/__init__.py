"""Many runs with a question: designs, sweeps and their store, comparisons, sensitivity.

Rooms: ``outcomes`` (what is measured of a run), ``plans`` (named courses of action), ``design``
(which points), ``specification`` (a sweep as a file), ``batches`` (what a worker does), ``store``
(what is kept), ``executors`` (threads, dask), ``sweep`` (the loop over them), ``compare``,
``plausible``, ``sensitivity``, ``regions``, ``phase``.
"""
