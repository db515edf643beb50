using System.Text;

namespace DeepEM.Tests.Support;

/// <summary>Builds NumPy files byte by byte, right ones and wrong ones, without the product's writer.</summary>
internal static class CsBytes
{
    /// <summary>The fields of <see cref="Row"/>, as cryoSPARC writes them.</summary>
    public const string Fields =
        "('uid', '<u8'), ('location/micrograph_path', '|S16'), ('location/micrograph_shape', '<u4', (2,)), "
        + "('location/center_x_frac', '<f4'), ('location/center_y_frac', '<f4'), ('pick_stats/ncc_score', '<f4')";

    public static string Header(string fields = Fields, string shape = "(1,)", string order = "False") =>
        $"{{'descr': [{fields}], 'fortran_order': {order}, 'shape': {shape}, }}";

    public static byte[] File(string header, params byte[][] rows) => File(header, 1, rows);

    public static byte[] File(string header, byte version, params byte[][] rows)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1
            ? BitConverter.GetBytes((ushort)text.Length)
            : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. rows.SelectMany(row => row)];
    }

    /// <summary>The same with names of so many bytes.</summary>
    public static string FieldsWithNames(int bytes) => Fields.Replace("|S16", $"|S{bytes}", StringComparison.Ordinal);

    public static byte[] Row(
        string micrograph, int height, int width, float x, float y, float score, int nameBytes = 16)
    {
        byte[] name = new byte[nameBytes];
        Encoding.UTF8.GetBytes(micrograph, name);
        return
        [
            .. BitConverter.GetBytes(7ul),
            .. name,
            .. BitConverter.GetBytes(height),
            .. BitConverter.GetBytes(width),
            .. BitConverter.GetBytes(x),
            .. BitConverter.GetBytes(y),
            .. BitConverter.GetBytes(score),
        ];
    }
}
