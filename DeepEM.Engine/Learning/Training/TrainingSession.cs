using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Learning.Training;

/// <summary>Trains a network through one round; can be saved and restored between any two steps.</summary>
/// <remarks>
/// It ends early, and begins again from other parameters where it does not learn, as its settings say
/// (<see cref="TrainingSettings.Patience"/>, <see cref="TrainingSettings.Restarts"/>).
/// </remarks>
public sealed class TrainingSession : IDisposable
{
    // The published running loss forgets one per cent a step.
    private const double RunningLossKept = 0.99;

    private readonly IWindowSource _source;
    private readonly TrainingSettings _settings;
    private readonly NetworkTrainer _trainer;
    private readonly HeldOutTest _test;
    private readonly Func<int, float[]> _initial;
    private readonly int _round;
    private readonly int _batches;
    private readonly Action<double> _observe;
    private readonly string _accuracyName;
    private List<LearningCurvePoint> _curve = [];
    private double _runningLoss = double.NaN;
    private int _epoch;
    private int _batch;
    private int _begunEpoch = -1;
    private int _restarts;
    private int _sinceBest;
    private double _bestLoss = double.PositiveInfinity;
    private float[] _best = [];

    /// <summary>Stands before the first step.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="initial">First parameters of the first attempt, 0, and of each restart.</param>
    /// <param name="windows">Training and held-out windows.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="round">Number of the round, for the curve.</param>
    public TrainingSession(
        IComputeBackend backend,
        NetworkDescription network,
        Func<int, float[]> initial,
        TrainingWindows windows,
        TrainingSettings settings,
        int round)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(initial);
        _initial = initial;
        _observe = Observe;
        _source = windows.Training;
        _accuracyName = windows.HoldsOut ? "held-out accuracy" : "accuracy on training windows";
        _settings = settings;
        _round = round;
        _batches = (_source.WindowsPerEpoch + settings.Batch - 1) / settings.Batch;
        _trainer = new NetworkTrainer(backend, network, settings, initial(0));
        _test = new HeldOutTest(backend, network, windows.HeldOut, settings.Loss);
    }

    /// <summary>Steps taken so far.</summary>
    public long Steps => _trainer.Steps;

    /// <summary>Steps of the whole round.</summary>
    public long TotalSteps => (long)_batches * _settings.Epochs;

    /// <summary>Whether an epoch has just ended, or none has begun.</summary>
    public bool IsBetweenEpochs => _batch == 0;

    /// <summary>Whether all epochs are done, or further ones are not worth it.</summary>
    public bool IsFinished => _epoch >= _settings.Epochs || _batches == 0 || _sinceBest >= _settings.Patience;

    /// <summary>Told at the end of every epoch; or null.</summary>
    public Action<EpochEnd>? EpochEnded { get; set; }

    private bool TeachesCentres => _curve.Exists(point => point.HeldOutAccuracy >= _settings.CentringFrom);

    /// <summary>Trains to the end.</summary>
    /// <param name="pause">
    /// Called before every step and after the last, when the session can be saved; what it throws ends the training.
    /// </param>
    /// <param name="progress">Told after every step.</param>
    /// <returns>The last parameters, or the best on the held-out windows, and the learning curve.</returns>
    public TrainingOutcome Run(Action pause, IProgress<StageProgress>? progress)
    {
        ArgumentNullException.ThrowIfNull(pause);
        while (!IsFinished)
        {
            pause();
            Step();
            progress?.Report(Progress());
        }

        pause();
        return new TrainingOutcome(_best.Length > 0 ? _best : _trainer.CopyParameters(), [.. _curve]);
    }

    /// <summary>Saves or restores everything that the steps to come depend on.</summary>
    /// <param name="state">Of a session that was made in the same way.</param>
    /// <exception cref="InvalidFileException">The state is not that of such a session.</exception>
    public void Exchange(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _trainer.ReadLosses(_observe, all: true);
        state.ExchangeValue("session.epoch", ref _epoch);
        state.Require("session.epoch", _epoch >= 0 && _epoch <= _settings.Epochs, $"0 to {_settings.Epochs}");
        state.ExchangeValue("session.batch", ref _batch);
        state.Require("session.batch", _batch >= 0 && _batch < Math.Max(1, _batches), $"0 to {_batches - 1}");
        state.ExchangeValue("session.running_loss", ref _runningLoss);
        state.ExchangeValue("session.curve", ref _curve);
        state.ExchangeValue("session.restarts", ref _restarts);
        state.ExchangeValue("session.since_best", ref _sinceBest);
        state.ExchangeValue("session.best_loss", ref _bestLoss);
        state.ExchangeArray("session.best", ref _best);
        _trainer.Exchange(state);
        _begunEpoch = -1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trainer.Dispose();
        _test.Dispose();
    }

    private void Step()
    {
        // What an epoch's windows are follows from its number: a restored session begins its epoch once more.
        if (_begunEpoch != _epoch)
        {
            _source.BeginEpoch(_epoch, TeachesCentres);
            _begunEpoch = _epoch;
        }

        int first = _batch * _settings.Batch;
        int count = Math.Min(_settings.Batch, _source.WindowsPerEpoch - first);
        double rate = _settings.LearningRateAt(_trainer.Steps, TotalSteps);
        _trainer.Step(_source, first, count, rate);
        _trainer.ReadLosses(_observe, all: false);
        _batch++;
        if (_batch == _batches)
        {
            EndEpoch();
        }
    }

    private void Observe(double loss) => _runningLoss = double.IsNaN(_runningLoss)
        ? loss
        : (RunningLossKept * _runningLoss) + ((1 - RunningLossKept) * loss);

    private void EndEpoch()
    {
        _trainer.ReadLosses(_observe, all: true);
        HeldOutResult result = _test.Run(_trainer.Parameters);
        _batch = 0;
        _epoch++;
        _curve.Add(new LearningCurvePoint(
            _round, _epoch, _trainer.Steps, _runningLoss, result.Loss, result.Accuracy));
        EpochEnded?.Invoke(new EpochEnd(_curve[^1], _test.Scores, _trainer.CopyParameters));
        if (_epoch == TrainingSettings.PlateauEpoch && _restarts < _settings.Restarts
            && result.Accuracy <= TrainingSettings.PlateauAccuracy)
        {
            Restart();
        }
        else if (_settings.Patience is not null)
        {
            Remember(result.Loss);
        }
    }

    private void Remember(double loss)
    {
        _sinceBest++;
        if (loss < _bestLoss)
        {
            _bestLoss = loss;
            _sinceBest = 0;
            _best = _trainer.CopyParameters();
        }
    }

    // The curve keeps the epochs of the attempt that failed: a reader sees why the training took longer. Patience
    // begins anew, or the epochs of that attempt would end the next one.
    private void Restart()
    {
        _restarts++;
        _epoch = 0;
        _sinceBest = 0;
        _begunEpoch = -1;
        _runningLoss = double.NaN;
        _trainer.Restart(_initial(_restarts));
    }

    private StageProgress Progress()
    {
        double accuracy = _curve.Count == 0 ? double.NaN : _curve[^1].HeldOutAccuracy;
        ProgressFigure[] figures =
            [new ProgressFigure("loss", _runningLoss, "F4"), new ProgressFigure(_accuracyName, accuracy, "P1")];
        return new StageProgress($"Training, round {_round}", Steps, TotalSteps)
        {
            Figures = [.. figures.Where(figure => !double.IsNaN(figure.Value))],
        };
    }
}
