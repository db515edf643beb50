namespace DeepEM.Engine.Foundation.Files;

/// <summary>Tells file systems of this machine from those that others write to as well.</summary>
public static class FileSystemKind
{
    // Numbers of statfs(2). What is not among them is taken for a network's: NFS, SMB, Lustre, GPFS, BeeGFS, FUSE.
    private static readonly uint[] _local =
    [
        0xEF53, // ext2, ext3, ext4
        0x58465342, // XFS
        0x9123683E, // Btrfs
        0x2FC12FC1, // ZFS
        0xF2F52010, // F2FS
        0xCA451A4E, // bcachefs
        0x01021994, // tmpfs
        0x858458F6, // ramfs
        0x794C7630, // overlayfs
    ];

    /// <summary>Whether every change in a folder comes by this machine, so that its kernel knows of each.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>False also where it is not known, and elsewhere than on Linux.</returns>
    public static bool IsLocal(string folder) =>
        NativeFile.FileSystemOf(folder) is { } kind && _local.Contains(kind);
}
