using System.CommandLine;
using System.Runtime.CompilerServices;

namespace DeepEM.Cli.Options;

/// <summary>What <c>deepem help COMMAND</c> says of an option beyond its one line in <c>--help</c>.</summary>
internal static class SymbolDetails
{
    private static readonly ConditionalWeakTable<Symbol, string> _details = [];

    /// <summary>Adds the details of a command, an option or an argument.</summary>
    /// <typeparam name="T">Which of them.</typeparam>
    /// <param name="symbol">The symbol.</param>
    /// <param name="details">Whole sentences, one paragraph.</param>
    /// <returns>The symbol.</returns>
    public static T WithDetails<T>(this T symbol, string details)
        where T : Symbol
    {
        _details.AddOrUpdate(symbol, details);
        return symbol;
    }

    /// <summary>The details of a symbol; null where its one line says all.</summary>
    /// <param name="symbol">The symbol.</param>
    public static string? Of(Symbol symbol) => _details.TryGetValue(symbol, out string? details) ? details : null;
}
