using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Verification.Evaluation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Evaluation;

public sealed class CurveTableTests
{
    [Test]
    public void Every_threshold_has_its_counts_and_ratios()
    {
        LabelledMicrograph micrograph = EvaluationData.Micrograph(
            EvaluationData.Particles((10, 10, 0), (50, 50, 0)),
            EvaluationData.Particles((10, 11, 0.9), (90, 90, 0.75), (50, 51, 0.25)));

        Assert.That(Write(micrograph), Is.EqualTo(
        [
            "threshold,picks,matched,expected,precision,recall,f1",
            "0.9,1,1,0.90,1.0000,0.5000,0.6667",
            "0.75,2,1,1.65,0.5000,0.5000,0.5000",
            "0.25,3,2,1.90,0.6667,1.0000,0.8000",
        ]));
    }

    [Test]
    public void Scores_beyond_one_promise_no_count()
    {
        Particle[] one = EvaluationData.Particles((10, 10, 3.5));
        Assert.That(Write(EvaluationData.Micrograph(one, one))[1], Is.EqualTo("3.5,1,1,,1.0000,1.0000,1.0000"));
    }

    private static string[] Write(LabelledMicrograph micrograph)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        CurveTable.Write(writer, PrecisionRecallCurve.From([micrograph], 5));
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
