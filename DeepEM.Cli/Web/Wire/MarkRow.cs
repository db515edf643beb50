using System.Text.Json.Serialization;

namespace DeepEM.Cli.Web.Wire;

/// <summary>A mark, on the wire a list of its four values: pages ask for thousands of them.</summary>
/// <param name="Id">Names the mark.</param>
/// <param name="X">Column, pixels of the original micrograph.</param>
/// <param name="Y">Row, pixels of the original micrograph.</param>
/// <param name="Kind">particle or not.</param>
[JsonConverter(typeof(MarkRowConverter))]
internal readonly record struct MarkRow(string Id, double X, double Y, string Kind);
