"""Programs around the model; none of them is installed with it.

In reading order:

tarpeia         the command, from a clean clone
test            every check
pythons         a small case on the newest Python at hand
bootstrap       the environments that these make
command         running the command in them
lock            the hashed locks in requirements/
benchmark       how fast the model is
benchmarks/     what it measures, and the programs that measure page and class
mutation_check  do the tests notice broken kernels?
mutations/      how they are broken
update/         what is generated for the documents, one program each
places          where the project and its results lie
marks           generated blocks in documents
servers         the page and a class, served
browser         chromium, and what a student does in it
"""
