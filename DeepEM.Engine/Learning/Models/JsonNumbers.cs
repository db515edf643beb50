using System.Text.Json;

namespace DeepEM.Engine.Learning.Models;

/// <summary>Short lists of numbers in JSON, read value by value: a serialiser would delay every start.</summary>
internal static class JsonNumbers
{
    /// <summary>Reads a list.</summary>
    /// <param name="text">For example <c>[1,2.5]</c>.</param>
    /// <param name="values">The numbers; empty where it is no such list.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out double[] values)
    {
        values = [];
        try
        {
            using var document = JsonDocument.Parse(text);
            return TryRead(document.RootElement, out values);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads a list of lists.</summary>
    /// <param name="text">For example <c>[[16,9,2],[32,5,2]]</c>.</param>
    /// <param name="rows">The lists; empty where it is none of lists.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out double[][] rows)
    {
        rows = [];
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            double[][] read = new double[document.RootElement.GetArrayLength()][];
            for (int i = 0; i < read.Length; i++)
            {
                if (!TryRead(document.RootElement[i], out read[i]))
                {
                    return false;
                }
            }

            rows = read;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryRead(JsonElement list, out double[] values)
    {
        values = [];
        if (list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        double[] read = new double[list.GetArrayLength()];
        for (int i = 0; i < read.Length; i++)
        {
            if (list[i].ValueKind != JsonValueKind.Number || !list[i].TryGetDouble(out read[i]))
            {
                return false;
            }
        }

        values = read;
        return true;
    }
}
