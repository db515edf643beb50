namespace DeepEM.Cli.Web;

/// <summary>The project that is to be served.</summary>
/// <param name="Folder">Its folder, made where it is not there.</param>
/// <param name="Micrographs">What its micrographs come from beside what it has already, as typed.</param>
/// <param name="Roots">Folders that the page may look into and write to.</param>
/// <param name="IsReadOnly">Whether nothing is to be changed.</param>
/// <param name="Device">Where to compute.</param>
/// <param name="Threads">Threads of the CPU.</param>
internal sealed record ProjectRequest(
    string Folder,
    IReadOnlyList<string> Micrographs,
    IReadOnlyList<string> Roots,
    bool IsReadOnly,
    string Device,
    int Threads);
