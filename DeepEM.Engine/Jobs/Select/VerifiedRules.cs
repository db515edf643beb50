using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Select;

/// <summary>What only picks that were verified can be chosen by.</summary>
/// <remarks>Of <see cref="MinimumProbability"/>, <see cref="MostNoise"/> and the rules for any picks one at most; of
/// the three about classes one at most.</remarks>
public sealed record VerifiedRules
{
    /// <summary>Probability from which on a pick is kept where no other rule was given.</summary>
    public const double UsualProbability = 0.5;

    /// <summary>What is dropped unless something else is asked for.</summary>
    public const OutlierReasons UsuallyDropped =
        OutlierReasons.Unexplained | OutlierReasons.Scattered | OutlierReasons.Duplicate;

    /// <summary>Least probability of a pick that is kept, 0 to 1; or null.</summary>
    public double? MinimumProbability { get; init; }

    /// <summary>Most noise among the picks, a share of them, 0 to 1; or null.</summary>
    public double? MostNoise { get; init; }

    /// <summary>The classes to keep, a file or a list (<see cref="Verify.ClassList"/>); or null.</summary>
    public string? Classes { get; init; }

    /// <summary>The classes to drop, a file or a list; or null.</summary>
    public string? NotClasses { get; init; }

    /// <summary>Whether the classes are kept that seem to be particles.</summary>
    public bool AutoClasses { get; init; }

    /// <summary>Picks with any of these are dropped.</summary>
    public OutlierReasons Drop { get; init; } = UsuallyDropped;

    /// <summary>A folder of masks, or null.</summary>
    public string? MaskFolder { get; init; }

    /// <summary>Which pixels of the masks are those to pick on.</summary>
    public MaskMeaning MaskKeeps { get; init; } = MaskMeaning.KeepsZero;
}
