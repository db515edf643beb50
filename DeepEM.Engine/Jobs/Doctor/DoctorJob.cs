namespace DeepEM.Engine.Jobs.Doctor;

/// <summary>Looks at what the program has to work with: processor, memory, devices, a folder for outputs, programs of
/// others.</summary>
/// <param name="Folder">A folder for outputs, which need not be there yet.</param>
public sealed record DoctorJob(string Folder)
{
    /// <summary>Looks at everything; what is wrong with one thing does not keep from the next.</summary>
    /// <param name="context">When to stop; null for never.</param>
    /// <returns>All that was looked at, in the order of a reader.</returns>
    public IReadOnlyList<DoctorFinding> Run(JobContext? context = null)
    {
        context ??= JobContext.Silent;
        List<DoctorFinding> findings = [];
        foreach (Func<IEnumerable<DoctorFinding>> look in (Func<IEnumerable<DoctorFinding>>[])
            [
                HostCheck.Run, DeviceCheck.Run, () => FolderCheck.Run(Existing()), ProgramCheck.Run,
            ])
        {
            context.Cancellation.ThrowIfCancellationRequested();
            findings.AddRange(look());
        }

        return findings;
    }

    // Where the outputs' folder is not there yet, it is made in the nearest one above.
    private string Existing()
    {
        string folder = Path.GetFullPath(Folder);
        while (!Path.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
        {
            folder = above;
        }

        return folder;
    }
}
