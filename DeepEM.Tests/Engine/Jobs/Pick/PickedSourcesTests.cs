using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

/// <summary>Picks of one micrograph are never replaced by those of another that has the same file name.</summary>
[Category(TestCategory.Smoke)]
public sealed class PickedSourcesTests
{
    private ScratchFolder _folder = null!;
    private PickingLedgers _ledger = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        _ledger = new PickingLedgers(_folder["out"]);
        _folder.Write("grid1/001.mrc", "one");
        _folder.Write("grid2/001.mrc", "two");
        _folder.Write("grid2/002.mrc", "another");
        Assert.That(Claim("grid1/001.mrc"), Is.Empty);
        Finish("001");
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Another_micrograph_of_the_same_name_is_refused_with_both_names()
    {
        InvalidFileException refusal =
            Assert.Throws<InvalidFileException>(() => Claim("grid2/001.mrc", "grid2/002.mrc"))!;

        Assert.That(refusal.Code, Is.EqualTo(NoticeCode.OutputTaken));
        Assert.That(
            refusal.Message, Does.Contain(_folder["grid2/001.mrc"]).And.Contain(_folder["grid1/001.mrc"]));
        Assert.That(() => Claim("grid1/001.mrc"), Throws.Nothing, "the refused one has not taken the name");
    }

    [Test]
    public void Another_name_and_a_micrograph_that_was_never_finished_are_welcome()
    {
        Assert.That(Claim("grid2/002.mrc"), Is.Empty);
        _folder.Write("grid1/002.mrc", "yet another");

        Assert.That(Claim("grid1/002.mrc"), Is.Empty);
    }

    [Test]
    public void Who_asks_to_replace_does_so()
    {
        Assert.That(Claim(replaces: true, "grid2/001.mrc"), Is.Empty);
        Assert.That(() => Claim("grid1/001.mrc"), Throws.TypeOf<InvalidFileException>());
    }

    [Test]
    public void A_copy_and_a_link_are_the_same_micrograph()
    {
        _folder.Write("copy/001.mrc", "one");
        Directory.CreateDirectory(_folder["link"]);
        File.CreateSymbolicLink(_folder["link/001.mrc"], _folder["grid1/001.mrc"]);

        Assert.That(Claim("copy/001.mrc"), Is.Empty);
        Assert.That(Claim("link/001.mrc"), Is.Empty);
    }

    [Test]
    public void Where_the_earlier_micrograph_is_gone_the_replacement_is_said()
    {
        File.Delete(_folder["grid1/001.mrc"]);

        Assert.That(Claim("grid2/001.mrc").Single().Text, Does.Contain(_folder["grid1/001.mrc"]));
    }

    [Test]
    public void A_whole_run_of_another_grid_leaves_the_picks_and_the_list_as_they_are()
    {
        string earlier = SmallData.Sources(SmallData.Shared.UnseenFolder)[0].Path;
        string other = SmallData.Sources(SmallData.Shared.UnseenFolder)[1].Path;
        _folder.Write("grid3/m.mrc", File.ReadAllBytes(earlier));
        _folder.Write("grid4/m.mrc", File.ReadAllBytes(other));
        Pick("grid3/m.mrc");
        string[] files = ["m_autopick.star", "m_all.star", "autopick.star", "thresholds.csv"];
        byte[][] before = [.. files.Select(file => File.ReadAllBytes(_folder[$"picks/{file}"]))];

        Assert.That(() => Pick("grid4/m.mrc"), Throws.TypeOf<InvalidFileException>());

        Assert.That(files.Select(file => File.ReadAllBytes(_folder[$"picks/{file}"])), Is.EqualTo(before));
    }

    private void Pick(string name)
    {
        using var backend = new SimdBackend(2);
        PickingRun.Run(
            backend,
            SmallData.Shared.Model,
            [new MicrographSource(_folder[name], _folder[name], null)],
            new PickingRunSettings(_folder["picks"], null, null, Pictures: 0, Strict: false),
            progress: null,
            CancellationToken.None);
    }

    private Notice[] Claim(params string[] names) => Claim(replaces: false, names);

    private Notice[] Claim(bool replaces, params string[] names)
    {
        MicrographSource[] sources =
            [.. names.Select(name => new MicrographSource(_folder[name], _folder[name], null))];
        return [.. new PickedSources(_folder["out"], _ledger).Claim(sources, OutputNames.Stems, replaces)];
    }

    private void Finish(string name)
    {
        using (_ledger.Lock())
        {
            _ledger.Begin(name);
            _ledger.Keep(name, default, new PickingFigures(1, 0, 0, 0, string.Empty), []);
        }
    }
}
