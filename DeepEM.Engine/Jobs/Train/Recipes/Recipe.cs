using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train.Recipes;

/// <summary>One way of training with the way of picking that belongs to it.</summary>
internal abstract class Recipe
{
    /// <summary>The recipe of the method that was asked for.</summary>
    /// <param name="set">What is learnt from.</param>
    /// <param name="settings">What is asked for.</param>
    public static Recipe For(TrainingSet set, TrainingRunSettings settings) =>
        PickingMethod.Of(settings.Preset).Choose<Recipe>(
            () => new DefaultRecipe(set, settings), () => new PublishedRecipe(set, settings));

    /// <summary>How the network is trained.</summary>
    public abstract TrainingSettings Training { get; }

    /// <summary>Whether labels are spared to judge by.</summary>
    public virtual bool HoldsOut => true;

    /// <summary>
    /// How it goes on in a last round, once what looks like the labelled particles is no background any more; null
    /// where there is no such round.
    /// </summary>
    public virtual TrainingSettings? Completing => null;

    /// <summary>Figure of merit above which a wrong pick becomes a negative of the next round.</summary>
    public abstract double FalsePositiveFloor { get; }

    /// <summary>Above this figure of merit a wrong pick may be a particle that nobody labelled.</summary>
    public virtual double PerhapsParticleFrom => double.PositiveInfinity;

    /// <summary>Whether labels are moved to where a round finds their particles.</summary>
    public virtual bool Recentres => false;

    /// <summary>The windows to learn from.</summary>
    public abstract IWindowSource TrainingWindows(IReadOnlyList<TrainingMicrograph> micrographs, RandomSource random);

    /// <summary>The windows to judge by; always the same for one random state.</summary>
    public abstract IWindowSource HeldOutWindows(IReadOnlyList<TrainingMicrograph> micrographs, RandomSource random);

    /// <summary>The picker for micrographs like the training's.</summary>
    public abstract IMicrographPicker Picker(IComputeBackend backend, PickingModel model);

    /// <summary>What turns scores into figures of merit, and the threshold by the rule that was asked for.</summary>
    /// <param name="candidates">Candidates of the micrographs to judge by, matched to the labels.</param>
    /// <param name="labels">Labels on them.</param>
    public abstract CalibratedScores Judge(IReadOnlyList<ScoredPick> candidates, int labels);

    /// <summary>Limits of the standard-deviation filter, or null where there is none.</summary>
    public abstract DeviationRange? Deviation(IReadOnlyList<TrainingMicrograph> micrographs);
}
