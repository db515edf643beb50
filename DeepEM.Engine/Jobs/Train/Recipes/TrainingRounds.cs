using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train.Recipes;

/// <summary>How far a recursive training has come: its round, and what the rounds before have left to it.</summary>
/// <remarks>
/// As published: after each round the training micrographs are picked with the network just trained; its false
/// positives become negatives, and the next round trains on the union from where the first one started.
/// </remarks>
internal sealed class TrainingRounds
{
    private readonly TrainingSet _set;
    private readonly TrainingRunSettings _settings;
    private readonly Recipe _recipe;
    private RandomSource _random;
    private List<LearningCurvePoint> _curve = [];
    private int _round = 1;

    /// <summary>Stands before the first round.</summary>
    public TrainingRounds(TrainingSet set, TrainingRunSettings settings, Recipe recipe)
    {
        _set = set;
        _settings = settings;
        _recipe = recipe;
        _random = new RandomSource(settings.Seed);
        Split = HeldOutSplit.AsGiven(set.Micrographs) ?? (recipe.HoldsOut
            ? HeldOutSplit.Of(set.Micrographs, _random, set.Network.InputSide)
            : HeldOutSplit.WithoutHoldout(set.Micrographs));
    }

    /// <summary>The number of the round, from 1.</summary>
    public int Round => _round;

    /// <summary>What to learn from, mistakes of the rounds before included, and what to judge by.</summary>
    public HeldOutSplit Split { get; private set; }

    /// <summary>The learning curve of the rounds before.</summary>
    public IReadOnlyList<LearningCurvePoint> Curve => _curve;

    /// <summary>Whether the next round learns from mistakes no more, but completes this one.</summary>
    public bool IsBeforeCompleting => _recipe.Completing is not null && _round == _settings.Rounds;

    /// <summary>Whether no round follows on this one.</summary>
    public bool IsLast => IsCompleting || (_recipe.Completing is null && _round == _settings.Rounds);

    private bool IsCompleting => _round > _settings.Rounds;

    /// <summary>Epochs of all rounds, unless one ends early or begins again.</summary>
    public int PlannedEpochs => (_settings.Rounds * _recipe.Training.Epochs) + (_recipe.Completing?.Epochs ?? 0);

    /// <summary>The training of this round, before its first step.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="before">What the round before gave; a completing round goes on from there.</param>
    public TrainingSession Begin(IComputeBackend backend, float[]? before)
    {
        RandomSource random = _random.Fork(_round);
        return new TrainingSession(
            backend,
            _set.Network,
            attempt => FirstParameters(attempt, random, IsCompleting ? before : null),
            new TrainingWindows(
                _recipe.TrainingWindows(Split.Training, random.Fork(2)),
                _recipe.HeldOutWindows(Split.HeldOut, _random.Fork(0)))
            {
                HoldsOut = Split.HoldsOut,
            },
            (IsCompleting ? _recipe.Completing : null) ?? _recipe.Training,
            _round);
    }

    /// <summary>Ends the round.</summary>
    /// <param name="curve">Its learning curve.</param>
    public void End(IReadOnlyList<LearningCurvePoint> curve) => _curve.AddRange(curve);

    /// <summary>Goes to the next round.</summary>
    /// <param name="training">What to learn from in it.</param>
    public void Next(IReadOnlyList<TrainingMicrograph> training)
    {
        Split = Split with { Training = training };
        _round++;
    }

    /// <summary>Saves or restores what does not follow from settings and inputs.</summary>
    public void Exchange(TrainingState state)
    {
        state.ExchangeValue("rounds.round", ref _round);
        state.Require("rounds.round", _round >= 1, "1 or more");
        state.ExchangeGenerator("rounds.random", ref _random);
        state.ExchangeValue("rounds.curve", ref _curve);

        IReadOnlyList<BinnedPosition>[] particles = ExchangePlaces(state, "rounds.particles", m => m.Particles);
        IReadOnlyList<BinnedPosition>[] mistakes = ExchangePlaces(state, "rounds.negatives", m => m.Negatives);
        IReadOnlyList<BinnedPosition>[] unknown = ExchangePlaces(state, "rounds.ignored", m => m.Ignored);
        Split = Split with
        {
            Training =
            [
                .. Split.Training.Select((m, i) => m with
                {
                    Particles = particles[i],
                    Negatives = mistakes[i],
                    Ignored = unknown[i],
                }),
            ],
        };
    }

    private IReadOnlyList<BinnedPosition>[] ExchangePlaces(
        TrainingState state, string name, Func<TrainingMicrograph, IReadOnlyList<BinnedPosition>> places)
    {
        // x, y, x, y …: half the length of names before every number.
        double[][] numbers =
            [.. Split.Training.Select(m => places(m).SelectMany(p => new[] { p.X, p.Y }).ToArray())];
        state.ExchangeValue(name, ref numbers);
        state.Require(
            name,
            numbers.Length == Split.Training.Count && numbers.All(m => m.Length % 2 == 0),
            $"pairs of numbers for {Split.Training.Count} micrographs");
        return [.. numbers.Select(Places)];
    }

    // What failed once from what another training knew is tried again from nothing.
    private float[] FirstParameters(int attempt, RandomSource random, float[]? before) =>
        (attempt == 0 ? before ?? _settings.Start?.ParametersFor(_set.Network) : null)
        ?? NetworkInitialisation.Draw(_set.Network, attempt == 0 ? random.Fork(1) : random.Fork(1).Fork(attempt));

    private static BinnedPosition[] Places(double[] numbers) =>
        [.. numbers.Chunk(2).Select(pair => new BinnedPosition(pair[0], pair[1]))];
}
