using Microsoft.Extensions.Hosting;

namespace DeepEM.Cli.Web;

/// <summary>Leaves signals to the program, which has its own way with them.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
