using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Foundation;

/// <summary>What a run was, for whoever finds its output later: written beside it as JSON.</summary>
/// <param name="Program">Name and version.</param>
/// <param name="Arguments">The command line as it was typed, without the program's name; empty where there was none.
/// </param>
/// <param name="Folder">The folder it was typed in, to which names are relative.</param>
/// <param name="Device">What computed.</param>
/// <param name="Settings">Every setting, those left to their defaults too.</param>
public sealed record RunRecord(
    string Program,
    IReadOnlyList<string> Arguments,
    string Folder,
    string Device,
    IReadOnlyDictionary<string, object?> Settings)
{
    /// <summary>The record's name in a folder of picks.</summary>
    public const string FileName = "settings.json";

    // Far more than any record; what is longer is none.
    private const long LongestRecord = 1 << 22;

    private static readonly DefaultJsonTypeInfoResolver _anyType = new();

    /// <summary>Where the record of a run goes whose output is one file, or begins with one.</summary>
    /// <param name="output">The file.</param>
    /// <returns>Its name with ".settings.json".</returns>
    public static string PathBeside(string output) => $"{output}.settings.json";

    /// <summary>Describes a run of this program in the current folder.</summary>
    /// <param name="arguments">The command line as it was typed; empty where there was none.</param>
    /// <param name="device">What computes.</param>
    /// <param name="settings">Every setting.</param>
    public static RunRecord Of(
        IReadOnlyList<string> arguments, string device, IReadOnlyDictionary<string, object?> settings) =>
        new($"deepem {ProductVersion.Text}", arguments, Environment.CurrentDirectory, device, settings);

    /// <summary>The threshold of picks, from the record that their run wrote beside them.</summary>
    /// <param name="picks">A folder of picks, or a file in it.</param>
    /// <returns>The threshold, or null where there is no such record.</returns>
    public static double? ThresholdBeside(string picks) => NumberBeside(picks, "Threshold");

    /// <summary>A number from the record that the run of picks wrote beside them.</summary>
    /// <param name="picks">A folder of picks, or a file in it.</param>
    /// <param name="names">The setting, and before it those that it is a part of.</param>
    /// <returns>The number, or null where no record says it.</returns>
    public static double? NumberBeside(string picks, params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return ValueBeside(picks, names, static element => element.GetDouble());
    }

    /// <summary>A yes or no from the record that the run of picks wrote beside them.</summary>
    /// <param name="picks">A folder of picks, or a file in it.</param>
    /// <param name="name">The setting.</param>
    /// <returns>The answer, or null where no record says it.</returns>
    public static bool? FlagBeside(string picks, string name) =>
        ValueBeside(picks, [name], static element => element.GetBoolean());

    /// <summary>Where the record of the run lies that made picks.</summary>
    /// <param name="picks">A folder of picks, or a file in it.</param>
    public static string PathInFolderOf(string picks) => Path.Combine(
        Directory.Exists(picks) ? picks : Path.GetDirectoryName(Path.GetFullPath(picks))!, FileName);

    /// <summary>Writes the file, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="known">Knows how types of the settings are written, which is faster than to find it out; the bytes
    /// are the same.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(string path, IJsonTypeInfoResolver? known = null)
    {
        var options = new JsonSerializerOptions
        {
            WriteIndented = true,
            NewLine = "\n",
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter() },
            TypeInfoResolver = JsonTypeInfoResolver.Combine(known, _anyType),
        };
        AtomicFile.WriteText(path, writer => writer.Write(JsonSerializer.Serialize(this, options) + "\n"));
    }

    private static T? ValueBeside<T>(string picks, IEnumerable<string> names, Func<JsonElement, T> read)
        where T : struct
    {
        var file = new FileInfo(PathInFolderOf(picks));
        if (!file.Exists || file.Length > LongestRecord)
        {
            return null;
        }

        try
        {
            using var record = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            JsonElement settings = record.RootElement.GetProperty(nameof(Settings));
            return read(names.Aggregate(settings, (element, name) => element.GetProperty(name)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException
            or KeyNotFoundException or FormatException or IOException or UnauthorizedAccessException)
        {
            // Another program's file of this name, or none that can be read.
            return null;
        }
    }
}
