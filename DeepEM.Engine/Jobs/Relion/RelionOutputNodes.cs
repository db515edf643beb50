using System.Globalization;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Jobs.Relion;

/// <summary>Writes <c>RELION_OUTPUT_NODES.star</c>, by which RELION learns of the outputs of an external job.</summary>
internal static class RelionOutputNodes
{
    /// <summary>Its name in the job's folder.</summary>
    public const string FileName = "RELION_OUTPUT_NODES.star";

    private const string Name = "_rlnPipeLineNodeName";
    private const string Label = "_rlnPipeLineNodeTypeLabel";
    private const string Number = "_rlnPipeLineNodeType";

    /// <summary>Writes the file, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="release">Which RELION reads it; where that is not known, all can.</param>
    /// <param name="nodes">Outputs, by their names relative to the project, with /.</param>
    /// <exception cref="ArgumentException">A name cannot stand in a STAR file.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(
        string path, RelionRelease release, IEnumerable<(string Name, RelionOutputNode Node)> nodes)
    {
        string[] columns = release switch
        {
            RelionRelease.Three => [Name, Number],
            RelionRelease.Unknown => [Name, Label, Number],
            _ => [Name, Label],
        };
        AtomicFile.WriteText(path, writer =>
        {
            StarWriter.WriteVersion(writer);
            StarWriter.WriteLoop(writer, "output_nodes", columns, nodes.Select(node => Row(node, release)));
        });
    }

    private static string[] Row((string Name, RelionOutputNode Node) output, RelionRelease release)
    {
        string number = output.Node.Three.ToString(CultureInfo.InvariantCulture);
        return release switch
        {
            RelionRelease.Three => [output.Name, number],
            RelionRelease.Four => [output.Name, output.Node.Four],
            RelionRelease.Five => [output.Name, output.Node.Five],
            _ => [output.Name, output.Node.Five, number],
        };
    }
}
