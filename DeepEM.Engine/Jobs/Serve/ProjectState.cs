using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>What a project is made of, as <c>project.json</c> keeps it.</summary>
/// <param name="Id">Names the project, the same at every start.</param>
/// <param name="Inputs">Where its micrographs come from, full paths.</param>
public sealed record ProjectState(string Id, IReadOnlyList<string> Inputs)
{
    /// <summary>Its name in the project's folder.</summary>
    public const string FileName = "project.json";

    /// <summary>Diameter of the particle, angstrom; null until it is known.</summary>
    public double? Diameter { get; init; }

    /// <summary>Pixel size of all micrographs, angstrom; null to believe lists and headers.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Least figure of merit of a pick; null for that of the model.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether the particles are dark or bright; null to find out.</summary>
    public ParticleContrast? Contrast { get; init; }

    /// <summary>Number of the last training; 0 for the general model.</summary>
    public int Model { get; init; }

    /// <summary>Number of the last picking of all; 0 for none.</summary>
    public int Picks { get; init; }

    /// <summary>Number of the last classes; 0 for none.</summary>
    public int Classes { get; init; }

    /// <summary>What the page keeps of its own: JSON.</summary>
    public string View { get; init; } = "{}";

    /// <summary>Reads the file of a project.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <returns>What it says; null where there is none.</returns>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public static ProjectState? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(InputFile.ReadAll(path), ServeJson.Default.ProjectState)
                ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new InvalidFileException(path, "is not a project of this program; move it away to begin anew");
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(string folder) => AtomicFile.Write(
        Path.Combine(folder, FileName),
        stream => JsonSerializer.Serialize(stream, this, ServeJson.Default.ProjectState));
}
