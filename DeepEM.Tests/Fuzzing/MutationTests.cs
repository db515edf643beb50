using DeepEM.Fuzz;
using DeepEM.Tests.Architecture;
using NUnit.Framework;

namespace DeepEM.Tests.Fuzzing;

/// <summary>Every parser reads or refuses whatever it is given: no other exception, no memory out of proportion.
/// </summary>
/// <remarks>
/// <c>fuzz/run.sh</c> does the same with AFL++, for as long as one likes. <c>DEEPEM_WRITE_SEEDS=1</c> makes the seeds
/// of both anew.
/// </remarks>
public sealed class MutationTests
{
    private const int Mutations = 1500;

    private static readonly string _folder = Path.Combine(SourceTree.Root, "fuzz", "seeds");

    private static readonly string[] _targets = [.. ParserTargets.All.Select(target => target.Name)];

    [OneTimeSetUp]
    public void Write_seeds_on_request()
    {
        if (Environment.GetEnvironmentVariable("DEEPEM_WRITE_SEEDS") == "1")
        {
            SeedFiles.Write(_folder);
        }
    }

    [TestCaseSource(nameof(_targets))]
    public void Right_files_are_read(string name)
    {
        byte[][] seeds = Seeds(name);
        Assert.That(seeds, Is.Not.Empty);
        Assert.That(seeds.Select(seed => ParserTargets.Find(name).Run(seed)), Has.All.True);
    }

    [TestCaseSource(nameof(_targets))]
    public void Damaged_files_are_read_or_refused(string name)
    {
        ParserTarget target = ParserTargets.Find(name);
        byte[][] seeds = Seeds(name);
        var mutator = new Mutator(seed: 20 + name.Length);
        for (int i = 0; i < Mutations; i++)
        {
            byte[] file = mutator.Damage(seeds[i % seeds.Length], seeds[(i + 1) % seeds.Length]);
            Assert.That(() => target.Run(file), Throws.Nothing, () => $"Mutation {i}, kept as {Keep(name, i, file)}");
        }
    }

    private static string Keep(string name, int number, byte[] file)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"mutation-{name}-{number}");
        File.WriteAllBytes(path, file);
        return path;
    }

    private static byte[][] Seeds(string name) =>
        [.. Directory.GetFiles(Path.Combine(_folder, name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
