namespace DeepEM.Engine.Jobs.Doctor;

/// <summary>Looks for programs of others that work with this one; without them nothing is wrong.</summary>
internal static class ProgramCheck
{
    private static readonly (string Subject, string Program)[] _programs =
        [("RELION", "relion_refine"), ("SLURM", "sbatch"), ("Topaz", "topaz")];

    /// <summary>Looks.</summary>
    public static IEnumerable<DoctorFinding> Run() => Run($"{Environment.GetEnvironmentVariable("PATH")}");

    /// <summary>Looks in other folders than the user's.</summary>
    /// <param name="path">Folders, as in the user's search path.</param>
    public static IEnumerable<DoctorFinding> Run(string path) => _programs.Select(each => new DoctorFinding(
        each.Subject,
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, each.Program)).FirstOrDefault(File.Exists)
            ?? $"{each.Program} is not in the search path"));
}
