namespace DeepEM.Engine.Jobs.Pick;

/// <summary>What is kept of a micrograph that was picked to the end.</summary>
/// <param name="Run">Digest of everything that the picks of all micrographs depend on.</param>
/// <param name="Micrograph">Digest of its file; see <see cref="PickingFingerprint"/> for both.</param>
/// <param name="Files">The files that were written.</param>
/// <param name="Picks">Picks above the threshold.</param>
internal readonly record struct PickingRecord(UInt128 Run, UInt128 Micrograph, PickingFiles Files, int Picks)
{
    /// <summary>Whether picking again would give what is there already.</summary>
    /// <param name="run">Digest of the run now.</param>
    /// <param name="micrograph">Digest of the file now.</param>
    /// <param name="files">The files that are asked for.</param>
    public bool Covers(UInt128 run, UInt128 micrograph, PickingFiles files) =>
        Run == run && Micrograph == micrograph && (Files & files) == files;
}
