using DeepEM.Fuzz;
using DeepEM.Tests.Architecture;
using NUnit.Framework;

namespace DeepEM.Tests.Fuzzing;

/// <summary>Every parser reads or refuses whatever it is given: no other exception, no memory out of proportion.
/// </summary>
/// <remarks><c>fuzz/run.sh</c> does the same with AFL++, for as long as one likes.</remarks>
public sealed class MutationTests
{
    private const int Mutations = 1500;

    private static readonly string[] _targets = [.. ParserTargets.All.Select(target => target.Name)];

    [TestCaseSource(nameof(_targets))]
    public void Right_files_are_read(string name)
    {
        byte[][] seeds = Seeds(name);
        Assert.That(seeds, Is.Not.Empty);
        Assert.That(seeds.Select(seed => ParserTargets.Find(name).Run(seed)), Does.Contain(true));
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

    [Test]
    public void The_seeds_in_the_repository_are_those_that_are_made()
    {
        string folder = Path.Combine(SourceTree.Root, "fuzz", "seeds");
        Assert.That(
            SeedFiles.All().Where(seed =>
            {
                string path = Path.Combine(folder, seed.Target, seed.Name);
                return !File.Exists(path) || !File.ReadAllBytes(path).SequenceEqual(seed.Bytes);
            }).Select(seed => $"{seed.Target}/{seed.Name}"),
            Is.Empty,
            "dotnet run -c Release --project DeepEM.Fuzz -- seeds fuzz/seeds");
    }

    private static string Keep(string name, int number, byte[] file)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"mutation-{name}-{number}");
        File.WriteAllBytes(path, file);
        return path;
    }

    private static byte[][] Seeds(string name) =>
        [.. SeedFiles.All().Where(seed => seed.Target == name).Select(seed => seed.Bytes)];
}
