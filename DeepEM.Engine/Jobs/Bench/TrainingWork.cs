using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Steps of training on windows that lie in memory: copied, forward, backward, updated.</summary>
public sealed class TrainingWork : BenchmarkWork
{
    // A device is waited for once in so many steps, as in a training.
    private const int StepsOnDevice = 16;

    private readonly IComputeBackend _backend;
    private readonly NetworkTrainer _trainer;
    private readonly RandomWindows _windows;
    private readonly int _steps;

    /// <summary>Makes the work ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="batch">Windows in a step.</param>
    /// <param name="steps">Steps in one call, after which the device is waited for.</param>
    public TrainingWork(IComputeBackend backend, NetworkDescription network, int batch, int steps = 1)
        : base(WorkCost.OfTraining(network, batch * steps))
    {
        _steps = steps;
        ArgumentNullException.ThrowIfNull(backend);
        _backend = backend;
        _windows = new RandomWindows(network, batch);

        // As the libraries are measured: gradient descent with a velocity, on the cross-entropy.
        TrainingSettings settings = TrainingSettings.Default with { Batch = batch, Optimiser = Optimiser.Momentum };
        _trainer = new NetworkTrainer(backend, network, settings, SeededNumbers.Parameters(network));
    }

    /// <summary>How many steps give the speed of many, one after the other.</summary>
    /// <param name="backend">The device.</param>
    /// <returns>1 where a step has ended when the call returns.</returns>
    public static int StepsOn(IComputeBackend backend) => backend?.QueuesOperations == true ? StepsOnDevice : 1;

    /// <inheritdoc/>
    public override void Run()
    {
        for (int step = 0; step < _steps; step++)
        {
            _trainer.Step(_windows, 0, _windows.WindowsPerEpoch, learningRate: 1e-3);
        }

        _backend.Synchronize();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _trainer.Dispose();
}
