namespace DeepEM.Cli.Shell;

/// <summary>What the program tells its caller.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>An input was wrong, or reading or writing failed; one line on stderr says which.</summary>
    Failure = 1,

    /// <summary>The command line was wrong; the usage is on stderr.</summary>
    Usage = 2,

    /// <summary>Finished, but some micrographs failed; each was named on stderr.</summary>
    PartialFailure = 3,

    /// <summary>Stopped by Ctrl-C (SIGINT), after a consistent save.</summary>
    Interrupted = 130,

    /// <summary>Stopped by SIGTERM, after a consistent save.</summary>
    Terminated = 143,
}
