/** The CSI Controller service: its RPCs, its configuration and how its parts are put together. */
@NullMarked
package example.ebs.controller;

import org.jspecify.annotations.NullMarked;
