using DeepEM.Engine.Networks;
using DeepEM.Engine.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Benchmarks;

/// <summary>One step of training on windows that lie in memory: copied, forward, backward, updated.</summary>
public sealed class TrainingWork : BenchmarkWork
{
    private readonly IComputeBackend _backend;
    private readonly NetworkTrainer _trainer;
    private readonly RandomWindows _windows;

    /// <summary>Makes the work ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="batch">Windows in a step.</param>
    public TrainingWork(IComputeBackend backend, NetworkDescription network, int batch)
        : base(WorkCost.OfTraining(network, batch))
    {
        ArgumentNullException.ThrowIfNull(backend);
        _backend = backend;
        _windows = new RandomWindows(network, batch);

        // As the libraries are measured: gradient descent with a velocity, on the cross-entropy.
        TrainingSettings settings = TrainingSettings.Default with { Batch = batch, Optimiser = Optimiser.Momentum };
        _trainer = new NetworkTrainer(backend, network, settings, SeededNumbers.Parameters(network));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        _trainer.Step(_windows, 0, _windows.WindowsPerEpoch, learningRate: 1e-3);
        _backend.Synchronize();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _trainer.Dispose();
}
