using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>Folders of jobs of RELION 4 and 5, whose files of single micrographs lie below them.</summary>
[Category(TestCategory.Smoke)]
public sealed class RelionJobTests
{
    private const string Head = "data_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n";
    private const string Index = "data_coordinate_files\nloop_\n_rlnMicrographName\n_rlnMicrographCoordinates\n";
    private const string Micrographs = "data_micrographs\nloop_\n_rlnMicrographName\nMovies/a.mrc\nMovies/b.mrc\n";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("autopick.star", "Movies/{0}_autopick.star", "summary.star coords_suffix_autopick.star")]
    [TestCase("manualpick.star", "Movies/{0}_manualpick.star", "local_selection.star micrographs_selected.star")]
    [TestCase("extractpick.star", "Movies/{0}_extract.star", "particles.star")]
    public void The_index_of_a_job_is_read_whatever_it_is_called(string index, string file, string others)
    {
        string a = string.Format(null, file, "a");
        string b = string.Format(null, file, "b");
        _folder.Write("job/" + a, Head + "1 1\n");
        _folder.Write("job/" + b, Head + "2 2\n");
        _folder.Write("job/" + index, Index + $"Movies/a.mrc job/{a}\nMovies/b.mrc job/{b}\n");
        foreach (string other in others.Split(' ')
            .Concat(["job.star", "job_pipeline.star", "RELION_OUTPUT_NODES.star"]))
        {
            _folder.Write("job/" + other, Micrographs);
        }

        PickSet picks = PickReader.Read(_folder["job"], PickScope.Accepted, ["Movies/a.mrc", "Movies/b.mrc"]);

        Assert.That(Text(picks), Is.EqualTo("Movies/a.mrc:1,1 Movies/b.mrc:2,2"));
        Assert.That(Text(PickReader.Read(_folder["job"])), Is.EqualTo(Text(picks)));
    }

    [TestCase("micrographs_split1.star")]
    [TestCase("class_averages.star backup_selection.star")]
    public void The_particles_of_an_extraction_or_selection_are_read(string others)
    {
        _folder.Write("job/particles.star", Head + "_rlnMicrographName #3\n1 1 Movies/a.mrc\n2 2 Movies/b.mrc\n");
        foreach (string other in others.Split(' ').Append("job.star"))
        {
            _folder.Write("job/" + other, Micrographs);
        }

        Assert.That(Text(PickReader.Read(_folder["job"])), Is.EqualTo("Movies/a.mrc:1,1 Movies/b.mrc:2,2"));
    }

    [Test]
    public void Files_of_single_micrographs_go_before_the_tables_of_the_job()
    {
        _folder.Write("job/a_extract.star", Head + "1 1\n");
        _folder.Write("job/particles.star", Head + "_rlnMicrographName #3\n5 5 Movies/a.mrc\n");

        Assert.That(Text(PickReader.Read(_folder["job"])), Is.EqualTo("a:1,1"));
    }

    [Test]
    public void An_index_with_a_missing_file_reports_it_and_reads_the_rest_where_failures_are_collected()
    {
        _folder.Write("a.star", Head + "1 1\n");
        string index = _folder.Write("autopick.star", Index + "gone.mrc gone.star\na.mrc a.star\n");
        List<InvalidFileException> failures = [];

        PickSet picks = PickReader.Read(index, failures: failures);

        Assert.That(Text(picks), Is.EqualTo("a.mrc:1,1"));
        Assert.That(failures.Select(failure => failure.Message), Has.One.Contains("gone.star, which is not there"));
    }

    private static string Text(PickSet picks) => string.Join(' ', picks.Micrographs.Select(one =>
        $"{one.Micrograph}:{string.Join(';', one.Particles.Select(particle => $"{particle.X},{particle.Y}"))}"));
}
