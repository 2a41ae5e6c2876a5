package example.ebs.node.system;

import jnr.ffi.annotations.In;
import jnr.ffi.types.u_int64_t;

/**
 * {@code mount(2)} and {@code umount2(2)}. Public only because the binding is generated in a class
 * loader of its own.
 */
public interface MountCalls {
  int mount(
      @In String source,
      @In String target,
      @In String type,
      @u_int64_t long flags,
      @In String data);

  int umount2(@In String target, int flags);
}
