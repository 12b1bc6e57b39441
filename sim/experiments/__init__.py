"""Many runs with a question: sweeps and their store, comparisons of plans, sensitivity.

outcomes         what is measured of a run
plans            named courses of action
design           which points of a space are looked at
sweep_settings   what a sweep is asked for, as data
specification    a sweep: settings that fit a scenario; its points, places and luck
sweep_files      a sweep as TOML and as JSON, and back
batches          what a worker does: runs turned into rows
rounds           which runs are wanted when; read on from here for how a sweep is worked
executors        who works: threads, or a dask cluster
sweep_folder     the folder of a sweep: its name, and whose it is
parts            whole Parquet files, each named after its own checksum
store            the parts in the folder, held by one process at a time
loop             what is missing is worked on, what comes is kept at once
results          a stored sweep read again, as tables
sweep            all of it from beginning to end: the two functions to call
workload         how many runs, how long, how large, before any of it
plausible        ranges of the parameters that nobody has decided on
verdicts         plans in the same worlds: differences, luck and ignorance apart
compare          plans and doing nothing in the same worlds
indices          Sobol indices and Morris screening
sensitivity      which parameters an outcome depends on
regions          in which corner of the space it collapses
"""
