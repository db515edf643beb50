namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>A job of this kind is under way already, or waits.</summary>
/// <param name="kind">The kind.</param>
public sealed class BusyException(ServedJobKind kind)
    : Exception(
        $"a job of this kind ({kind.ToString().ToLowerInvariant()}) is under way; stop it, or wait for its end");
