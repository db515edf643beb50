using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepEM.Engine.Reports.Html;

/// <summary>Collects HTML. What is written between braces of an interpolated string is text and escaped; only what is
/// written in the code itself, and other builders, are markup.</summary>
/// <remarks>So no name of a file can become an element, whoever forgets to think of it.</remarks>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _html = new();

    /// <summary>Adds markup with escaped texts in it.</summary>
    /// <param name="markup">An interpolated string; numbers are written in the invariant culture.</param>
    /// <returns>This builder.</returns>
    public HtmlBuilder Add([InterpolatedStringHandlerArgument("")] ref Handler markup)
    {
        // The handler has written into this builder already.
        _ = markup;
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();

    /// <summary>Takes the parts of an interpolated string.</summary>
    /// <param name="literalLength">Letters of markup.</param>
    /// <param name="formattedCount">Values between braces.</param>
    /// <param name="builder">Where they go.</param>
    [InterpolatedStringHandler]
    internal readonly ref struct Handler(int literalLength, int formattedCount, HtmlBuilder builder)
    {
        private const int TypicalValue = 8;

        private readonly StringBuilder _html = Grown(builder._html, literalLength + (TypicalValue * formattedCount));

        /// <summary>Adds markup.</summary>
        public void AppendLiteral(string markup) => _html.Append(markup);

        /// <summary>Adds text.</summary>
        public void AppendFormatted(string? text) => _html.Append(WebUtility.HtmlEncode(text));

        /// <summary>Adds a number.</summary>
        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable =>
            AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

        /// <summary>Adds what another builder collected.</summary>
        public void AppendFormatted(HtmlBuilder inner) => _html.Append(inner._html);

        private static StringBuilder Grown(StringBuilder html, int more)
        {
            html.EnsureCapacity(html.Length + more);
            return html;
        }
    }
}
