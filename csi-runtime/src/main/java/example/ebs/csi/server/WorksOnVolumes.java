package example.ebs.csi.server;

/**
 * A service whose calls for a volume make system calls on its device or filesystem, which may hang
 * for ever. Served on a socket, each of them has a platform thread, and its caller is answered in
 * time whatever becomes of it.
 */
public interface WorksOnVolumes {}
