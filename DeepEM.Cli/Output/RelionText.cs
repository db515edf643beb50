namespace DeepEM.Cli.Output;

/// <summary>What to put into the fields of RELION's External job, in a few lines for people.</summary>
internal static class RelionText
{
    /// <summary>Writes the lines.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="pick">The program that picks.</param>
    /// <param name="train">The program that trains.</param>
    public static void Write(TextWriter output, string pick, string train)
    {
        foreach (string line in (string[])
            [
                $"Wrote {pick}",
                $"Wrote {train}",
                string.Empty,
                "RELION, job type External, to pick with the general model:",
                $"  External executable   {pick}",
                "  Input micrographs     CtfFind/job003/micrographs_ctf.star (Browse)",
                "  Param1 label, value   diameter, 180 (angstrom)",
                "To train, with or without Input coordinates or Input particles:",
                $"  External executable   {train}",
                "To pick with what was trained:",
                $"  External executable   {pick}",
                "  Param1 label, value   model, External/job004/model.deepem",
                "Every option of deepem pick and deepem train can be a Param, without the dashes before it.",
            ])
        {
            output.WriteLine(line);
        }
    }
}
