namespace DeepEM.Engine.Reports.Html;

/// <summary>The style sheet and the script of all pages, carried in the assembly.</summary>
internal static class HtmlAsset
{
    /// <summary>Reads one.</summary>
    /// <param name="name">Name of the file.</param>
    /// <returns>Its text.</returns>
    public static string Read(string name)
    {
        using Stream stream = typeof(HtmlAsset).Assembly.GetManifestResourceStream("report/" + name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
