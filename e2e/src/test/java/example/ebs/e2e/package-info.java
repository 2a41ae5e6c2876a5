/** The built image, and what people do with the driver on a real cluster. */
@NullMarked
package example.ebs.e2e;

import org.jspecify.annotations.NullMarked;
