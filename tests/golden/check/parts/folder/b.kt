fn from_folder($n : int64) : int64 { return from_other($n); }
