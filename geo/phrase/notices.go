package phrase

// LinkNotices names the text of everybody's licences.
var LinkNotices = Phrase{"许可全文", "The licences in full"}
