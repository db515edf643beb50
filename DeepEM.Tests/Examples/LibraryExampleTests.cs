using DeepEM.Engine.Coordinates;
using DeepEM.Tests.Architecture;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Examples;

/// <summary>The manual of the library shows code that runs.</summary>
[Category(TestCategory.Smoke)]
public sealed class LibraryExampleTests
{
    private const string Indent = "        ";
    private const int MostLines = 30;

    [Test]
    public void The_example_trains_picks_and_reads_the_picks()
    {
        using var folder = new ScratchFolder();

        PickSet picks = LibraryExample.Run(SmallData.Shared.TrainingFolder, folder.Path);

        Assert.That(picks.Micrographs, Has.Count.EqualTo(SmallData.TrainingMicrographs));
        Assert.That(picks.ParticleCount, Is.GreaterThan(SmallData.TrainingMicrographs));
        Assert.That(
            (string[])[folder["my.deepem"], folder["my.deepem.settings.json"], folder["picks/autopick.star"]],
            Has.All.Exist);
    }

    [Test]
    public void The_manual_has_the_example_as_it_is_run()
    {
        string[] lines =
        [
            .. SourceTree.Read("DeepEM.Tests/Examples/LibraryExample.cs").Split('\n')
                .SkipWhile(line => line.Trim() != "// <example>").Skip(1)
                .TakeWhile(line => line.Trim() != "// </example>")
                .Select(line => line.StartsWith(Indent, StringComparison.Ordinal) ? line[Indent.Length..] : line),
        ];

        Assert.That(lines, Has.Length.InRange(10, MostLines));
        Assert.That(
            SourceTree.Read("docs/library.md"),
            Does.Contain($"```csharp\n{string.Join('\n', lines).TrimEnd()}\n```\n"));
    }
}
