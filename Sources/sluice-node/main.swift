import Glibc

// No Foundation in this program: each SQL node pays for its start.
exit(run(Array(CommandLine.arguments.dropFirst())))
