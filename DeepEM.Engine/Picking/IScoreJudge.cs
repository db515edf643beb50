using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Picking;

/// <summary>Says what the scores of one micrograph mean.</summary>
/// <remarks>Keeps buffers: one object serves one caller at a time.</remarks>
public interface IScoreJudge
{
    /// <summary>What a user should know of micrographs that could not be judged; null where all were.</summary>
    Notice? Notice { get; }

    /// <summary>Judges the candidates of a micrograph.</summary>
    /// <param name="image">The micrograph, prepared as the network learnt it.</param>
    /// <param name="candidates">All its candidates, however low, best first, those that are masked, too.</param>
    /// <param name="finders">Find candidates on other images of the judge's making.</param>
    /// <returns>What their logits mean.</returns>
    ScoreJudgement Judge(PreparedMicrograph image, IReadOnlyList<Peak> candidates, CandidateFinders finders);
}
