using System.Threading.Channels;
using DeepEM.Cli.Web.Wire;

namespace DeepEM.Cli.Web;

/// <summary>What a page asks of a project, in the words of the wire; called from many threads at once.</summary>
/// <remarks>What cannot be done is a <see cref="RequestException"/> or an error of the engine.</remarks>
internal interface IServedProject
{
    /// <summary>Why nothing can be changed; null where it can.</summary>
    string? ReadOnlyReason { get; }

    /// <summary>The folders that the page may look into and write to.</summary>
    RootedPath Paths { get; }

    /// <summary>How many micrographs there are; the number only grows.</summary>
    int Count { get; }

    /// <summary>The project.</summary>
    ProjectAnswer Project();

    /// <summary>Changes what is given of it.</summary>
    /// <param name="patch">The changes.</param>
    ProjectAnswer Change(ProjectPatch patch);

    /// <summary>How many micrographs lie in a folder.</summary>
    /// <param name="folder">The folder, within the roots.</param>
    int MicrographsIn(string folder);

    /// <summary>Adds micrographs; that they are there is told by events.</summary>
    /// <param name="inputs">Files, folders and patterns within the roots.</param>
    JobAnswer Add(IReadOnlyList<string> inputs);

    /// <summary>The list of micrographs.</summary>
    MicrographsAnswer Micrographs();

    /// <summary>For each micrograph the picks kept at 101 thresholds, two bytes each, little endian.</summary>
    ReadOnlyMemory<byte> Counts();

    /// <summary>Small pictures of micrographs, 64 × 64 bytes each.</summary>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>The pictures, and which of them are not made yet.</returns>
    (ReadOnlyMemory<byte> Bytes, IReadOnlyList<int> Missing) Thumbs(int from, int count);

    /// <summary>A whole micrograph, binned.</summary>
    /// <param name="index">Which.</param>
    /// <param name="token">The page has gone on.</param>
    PlaneAnswer Plane(int index, CancellationToken token);

    /// <summary>A square of a micrograph at full size, 512 × 512 bytes.</summary>
    /// <param name="index">Which micrograph.</param>
    /// <param name="column">Which square, from the left.</param>
    /// <param name="row">Which square, from the first row.</param>
    /// <param name="token">The page has gone on.</param>
    ReadOnlyMemory<byte> Tile(int index, int column, int row, CancellationToken token);

    /// <summary>What is drawn on a micrograph.</summary>
    /// <param name="index">Which.</param>
    MarksAnswer Marks(int index);

    /// <summary>Takes edits; they are on the disk when this returns.</summary>
    /// <param name="client">The page they come from.</param>
    /// <param name="edits">The edits.</param>
    /// <returns>Number of the last edit.</returns>
    long Edit(string client, IReadOnlyList<EditOperation> edits);

    /// <summary>Takes the last edit back, or does it again.</summary>
    /// <param name="index">Of one micrograph; null for the last of all.</param>
    /// <param name="isRedo">Whether it is done again.</param>
    UndoAnswer Undo(int? index, bool isRedo);

    /// <summary>Begins a job.</summary>
    /// <param name="request">Which.</param>
    JobAnswer Begin(JobRequest request);

    /// <summary>A job; null where there is none of the name.</summary>
    /// <param name="id">Its name.</param>
    JobAnswer? Job(string id);

    /// <summary>Stops a job, which keeps what is done; false where there is none of the name.</summary>
    /// <param name="id">Its name.</param>
    bool Stop(string id);

    /// <summary>A part of a gallery.</summary>
    /// <param name="kind">doubtful, missed or classes.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    GalleryAnswer Gallery(string kind, int from, int count);

    /// <summary>Pictures of a gallery.</summary>
    /// <param name="ids">Which.</param>
    /// <param name="token">The page has gone on.</param>
    ReadOnlyMemory<byte> Crops(IReadOnlyList<string> ids, CancellationToken token);

    /// <summary>Takes what a person says of pictures.</summary>
    /// <param name="request">What.</param>
    /// <returns>Number of the last edit.</returns>
    long Judge(GalleryRequest request);

    /// <summary>Writes files of the picks.</summary>
    /// <param name="request">Which; the folder is within the roots.</param>
    /// <param name="token">The page has gone.</param>
    ExportAnswer Export(ExportRequest request, CancellationToken token);

    /// <summary>A file of the last export; null where there is none of the name.</summary>
    /// <param name="name">Its name.</param>
    string? Exported(string name);

    /// <summary>Command lines that make what the page makes.</summary>
    /// <param name="threshold">Lowest score of a pick; null for that of the project.</param>
    CommandAnswer Command(double? threshold);

    /// <summary>What happens from now on, or from an event on.</summary>
    /// <param name="lastSeen">Number of the last event that the page has seen; null for one that begins.</param>
    /// <param name="token">Ends it.</param>
    ChannelReader<StreamEvent> Events(long? lastSeen, CancellationToken token);

    /// <summary>The server ends: jobs are stopped, what waits is written, and another program may have the project.
    /// </summary>
    void End()
    {
        // What keeps nothing open has nothing to do.
    }
}
