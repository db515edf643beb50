using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Update;

namespace DeepEM.Engine.Learning.Training;

/// <summary>Changes a network's parameters, one batch a step.</summary>
/// <remarks>
/// <para>
/// A batch is split into the backend's chunks; each chunk's gradient is summed in its own memory and the chunks are
/// added in their order, so the result does not depend on the number of workers. Nothing is allocated after the first
/// step.
/// </para>
/// <para>
/// On a device a step is queued and not waited for; its losses stay there until many are read at once
/// (<see cref="ReadLosses"/>). With a positive-unlabelled risk every step waits, because its weights depend on the
/// logits of those before.
/// </para>
/// </remarks>
public sealed class NetworkTrainer : IDisposable
{
    // Steps whose losses wait on a device: reading them leaves it idle for as long as a batch takes to be cut.
    private const int MostQueued = 64;

    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly TrainingSettings _settings;
    private readonly NetworkParameters _parameters;
    private readonly Tensor? _firstMoment;
    private readonly Tensor? _secondMoment;
    private readonly int _chunkImages;
    private readonly ChunkWorkspace?[] _workspaces;
    private readonly NetworkParameters[] _gradients;
    private readonly double[] _losses;
    private readonly RiskSums[] _risks;
    private readonly Queue<double> _stepLosses = new(MostQueued);
    private readonly bool _isQueued;
    private PositiveUnlabelledRisk? _risk;
    private long _steps;

    /// <summary>Starts from given parameters.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="parameters">First parameters, in the order of <see cref="ParameterBlock.Of"/>.</param>
    /// <exception cref="ArgumentException">The parameters do not suit the network.</exception>
    public NetworkTrainer(
        IComputeBackend backend, NetworkDescription network, TrainingSettings settings, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(settings);
        if (parameters.Length != network.ParameterCount)
        {
            throw new ArgumentException(
                $"The network has {network.ParameterCount} parameters, not {parameters.Length}.", nameof(parameters));
        }

        _backend = backend;
        _network = network;
        _settings = settings;
        _parameters = new NetworkParameters(backend, network);
        _parameters.All.Upload(parameters);
        _firstMoment = settings.Optimiser == Optimiser.Sgd ? null : backend.Allocate(network.ParameterCount);
        _secondMoment = settings.Optimiser == Optimiser.Adam ? backend.Allocate(network.ParameterCount) : null;
        _chunkImages = Math.Min(backend.ChunkImages, settings.Batch);
        int chunks = (settings.Batch + _chunkImages - 1) / _chunkImages;
        _workspaces = new ChunkWorkspace?[backend.Workers];
        _gradients = new NetworkParameters[chunks];
        for (int c = 0; c < chunks; c++)
        {
            _gradients[c] = new NetworkParameters(backend, network);
        }

        _losses = new double[chunks];
        _risks = new RiskSums[chunks];
        _risk = Risk(settings);
        _isQueued = backend.QueuesOperations && chunks == 1 && _risk is null;
    }

    /// <summary>Steps taken so far.</summary>
    public long Steps => _steps;

    /// <summary>The parameters on the device; read them between steps only.</summary>
    public NetworkParameters Parameters => _parameters;

    /// <summary>Takes one step, or queues it; its loss is to be read before many more.</summary>
    /// <param name="source">Where the windows come from.</param>
    /// <param name="first">First window of the batch.</param>
    /// <param name="count">Windows in the batch, at most the settings' batch.</param>
    /// <param name="learningRate">Step size.</param>
    public void Step(IWindowSource source, int first, int count, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _settings.Batch);
        int chunks = (count + _chunkImages - 1) / _chunkImages;
        ExampleWeights weights = _risk?.Next(count) ?? ExampleWeights.Alike(count);
        _backend.ForEach(chunks, (worker, chunk) =>
        {
            ChunkWorkspace workspace =
                _workspaces[worker] ??= new ChunkWorkspace(
                    _backend, _network, _chunkImages, training: true, losses: _isQueued ? MostQueued : 1);
            int start = chunk * _chunkImages;
            int live = Math.Min(_chunkImages, count - start);
            workspace.Fill(source, first + start, live, weights);
            workspace.QueueLoss(_parameters, live, _risk is null ? _settings.Loss : LossKind.Sigmoid);
            if (!_isQueued)
            {
                _losses[chunk] = workspace.TakeLoss();
            }

            _risks[chunk] = _risk is null ? default : workspace.Risk(live);
            workspace.Network.Backward(_parameters, _gradients[chunk], live);
        });

        double loss = _losses[0];
        RiskSums risk = _risks[0];
        for (int chunk = 1; chunk < chunks; chunk++)
        {
            loss += _losses[chunk];
            risk += _risks[chunk];
            _backend.Updates.Accumulate(_gradients[0].All, _gradients[chunk].All);
        }

        Update(_gradients[0].All, (float)learningRate);
        if (!_isQueued)
        {
            Keep(_risk?.Observe(risk) ?? loss);
        }
        else if (_workspaces[0]!.Queued == MostQueued)
        {
            TakeQueued();
        }
    }

    /// <summary>Reads the losses of steps, each once: the mean of the batch before the step, or the
    /// positive-unlabelled risk.</summary>
    /// <param name="read">Told them in the order of the steps; of more than a few dozen that were not read, the last.
    /// </param>
    /// <param name="all">
    /// True to wait for all steps; false for those only that a device has been waited for already.
    /// </param>
    public void ReadLosses(Action<double> read, bool all)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (all)
        {
            TakeQueued();
        }

        while (_stepLosses.TryDequeue(out double loss))
        {
            read(loss);
        }
    }

    /// <summary>Begins again with other parameters, as if no step had been taken.</summary>
    /// <param name="parameters">In the order of <see cref="ParameterBlock.Of"/>.</param>
    public void Restart(ReadOnlySpan<float> parameters)
    {
        _steps = 0;
        _risk = Risk(_settings);
        TakeQueued();
        _stepLosses.Clear();
        _parameters.All.Upload(parameters);
        float[] zeros = new float[parameters.Length];
        _firstMoment?.Upload(zeros);
        _secondMoment?.Upload(zeros);
    }

    /// <summary>Waits for the device and copies the parameters.</summary>
    /// <returns>All parameters, in the order of <see cref="ParameterBlock.Of"/>.</returns>
    public float[] CopyParameters()
    {
        float[] copy = new float[_network.ParameterCount];
        _parameters.All.Download(copy);
        return copy;
    }

    /// <summary>Saves or restores parameters, moments and the number of steps; between two steps only.</summary>
    /// <param name="state">Of a trainer for the same network and settings.</param>
    /// <exception cref="InvalidFileException">The state is not that of such a trainer.</exception>
    public void Exchange(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.ExchangeValue("trainer.steps", ref _steps);
        state.Require("trainer.steps", _steps >= 0, "0 or more");
        state.ExchangeTensor("trainer.parameters", _parameters.All);
        if (_firstMoment is not null)
        {
            state.ExchangeTensor("trainer.first_moment", _firstMoment);
        }

        if (_secondMoment is not null)
        {
            state.ExchangeTensor("trainer.second_moment", _secondMoment);
        }

        _risk?.Exchange(state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ChunkWorkspace? workspace in _workspaces)
        {
            workspace?.Dispose();
        }

        foreach (NetworkParameters gradient in _gradients)
        {
            gradient.Dispose();
        }

        _secondMoment?.Dispose();
        _firstMoment?.Dispose();
        _parameters.Dispose();
    }

    private static PositiveUnlabelledRisk? Risk(TrainingSettings settings) =>
        settings.Prior is { } prior ? new PositiveUnlabelledRisk(prior) : null;

    private void TakeQueued()
    {
        for (int left = _isQueued ? _workspaces[0]?.Queued ?? 0 : 0; left > 0; left--)
        {
            Keep(_workspaces[0]!.TakeLoss());
        }
    }

    private void Keep(double loss)
    {
        if (_stepLosses.Count == MostQueued)
        {
            _stepLosses.Dequeue();
        }

        _stepLosses.Enqueue(loss);
    }

    private void Update(Tensor gradient, float learningRate)
    {
        _steps++;
        if (_secondMoment is not null)
        {
            var step = AdamStep.At(learningRate, (float)_settings.WeightDecay, _steps);
            _backend.Updates.Adam(_parameters.All, gradient, _firstMoment!, _secondMoment, step);
        }
        else if (_firstMoment is not null)
        {
            _backend.Updates.Momentum(_parameters.All, gradient, _firstMoment, learningRate, momentum: 0.9f);
        }
        else
        {
            _backend.Updates.Sgd(_parameters.All, gradient, learningRate);
        }
    }
}
