// kernel: v6.12-like
import "parts/body.kt";
begin { body(1); fine(); }
