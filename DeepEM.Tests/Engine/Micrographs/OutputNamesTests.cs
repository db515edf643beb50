using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs;

[Category(TestCategory.Smoke)]
public sealed class OutputNamesTests
{
    [TestCase("MotionCorr/job002/Movies/mic.mrc", "Movies/mic")]
    [TestCase("grid1/MotionCorr/job002/Movies/mic.mrc", "Movies/mic")]
    [TestCase("MotionCorr/job0021/a/b/mic.mrc", "a/b/mic")]
    [TestCase("MotionCorr/job002/CtfFind/job003/mic.mrc", "CtfFind/job003/mic")]
    [TestCase("job002/mic.mrc", "job002/mic")]
    [TestCase("MotionCorr/job12/mic.mrc", "MotionCorr/job12/mic")]
    [TestCase("Micrographs/mic.mrc", "Micrographs/mic")]
    [TestCase("/data/mic.mrc", "data/mic")]
    [TestCase("./Micrographs/../mic.mrc", "Micrographs/mic")]
    public void Below_the_job_a_name_is_where_RELION_looks_for_it(string name, string output)
    {
        Assert.That(OutputNames.BelowJob.Of(new MicrographSource(name, name, null)), Is.EqualTo(output));
    }

    [Test]
    public void Two_jobs_with_equal_names_below_them_are_refused()
    {
        MicrographSource[] sources =
        [
            new("MotionCorr/job002/mic.mrc", "MotionCorr/job002/mic.mrc", null),
            new("MotionCorr/job005/mic.mrc", "MotionCorr/job005/mic.mrc", null),
        ];

        Assert.That(
            () => MicrographSequence.Of(sources, OutputNames.BelowJob),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("MotionCorr/job005/mic.mrc")
                .And.Message.Contains("would write mic_autopick.star"));
    }
}
