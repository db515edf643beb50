using System.Text;

namespace DeepEM.Tests.Support;

/// <summary>Builds cryoSPARC's files of exposures byte by byte, without the product's writer.</summary>
internal static class ExposureBytes
{
    private const int PathBytes = 64;

    public static byte[] File(
        params (ulong Uid, string Path, int Group, int Rows, int Columns, float PixelSize)[] exposures) =>
        CsBytes.File(
            CsBytes.Header(
                "('uid', '<u8'), ('micrograph_blob/path', '|S64'), ('micrograph_blob/idx', '<u4'), "
                + "('micrograph_blob/shape', '<u4', (2,)), ('micrograph_blob/psize_A', '<f4'), "
                + "('mscope_params/exp_group_id', '<u4')",
                $"({exposures.Length},)"),
            [
                .. exposures.Select(one =>
                {
                    byte[] path = new byte[PathBytes];
                    Encoding.UTF8.GetBytes(one.Path, path);
                    return (byte[])
                    [
                        .. BitConverter.GetBytes(one.Uid),
                        .. path,
                        .. BitConverter.GetBytes(0),
                        .. BitConverter.GetBytes(one.Rows),
                        .. BitConverter.GetBytes(one.Columns),
                        .. BitConverter.GetBytes(one.PixelSize),
                        .. BitConverter.GetBytes(one.Group),
                    ];
                }),
            ]);
}
