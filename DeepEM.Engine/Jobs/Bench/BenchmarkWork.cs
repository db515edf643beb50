namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Work that is made ready once and then timed again and again.</summary>
public abstract class BenchmarkWork : IDisposable
{
    /// <summary>Describes the work.</summary>
    /// <param name="cost">What one call of <see cref="Run"/> costs at least.</param>
    protected BenchmarkWork(WorkCost cost) => Cost = cost;

    /// <summary>What one call of <see cref="Run"/> costs at least.</summary>
    public WorkCost Cost { get; }

    /// <summary>Does the work once and waits for its end.</summary>
    public abstract void Run();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the work holds.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
