/** Whether the process is alive and ready, and its metrics, over HTTP. */
@NullMarked
package example.ebs.csi.health;

import org.jspecify.annotations.NullMarked;
