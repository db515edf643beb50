namespace DeepEM.Cli.Output;

/// <summary>What people read once the programs for callers of Topaz are written.</summary>
internal static class TopazCompatText
{
    /// <summary>Writes where the programs are, and where their paths go.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="scripts">The programs; one is as good as the other.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> scripts)
    {
        foreach (string script in scripts)
        {
            output.WriteLine(script);
        }

        output.WriteLine("One of these paths goes where the other program asks for Topaz:");
        output.WriteLine("  RELION     Topaz executable, or RELION_TOPAZ_EXECUTABLE (docs/topaz.md)");
        output.WriteLine("  cryoSPARC  Path to Topaz executable");
        output.WriteLine("  Scipion    the folder before Topaz's own on PATH");
    }
}
