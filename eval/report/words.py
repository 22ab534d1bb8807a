"""What the report says, in Vietnamese and in English; the words of its plots and tables too. Names of kinds are free text."""

from corpus.errors import Language

Words = dict[Language, str]

PAGE: dict[str, Words] = {
    "product": {"vi": "Hỏi Đáp · Báo cáo đánh giá", "en": "Hỏi Đáp · Evaluation report"},
    "title": {"vi": "Kết quả trên", "en": "Results on"},
    "unfinished": {
        "vi": "Lần chấm này chưa xong: mới có {done} trong {all} câu. Chạy lại đúng lệnh cũ để chấm tiếp.",
        "en": "This run is not finished: {done} of {all} questions so far. Run the same command again to go on.",
    },
    "lead_query": {
        "vi": "Tài liệu đứng đầu là tài liệu cần tìm ở {right} trong {all} câu.",
        "en": "The first document is a relevant one for {right} of {all} queries.",
    },
    "lead_answerable": {
        "vi": "Trả lời đúng {right} trong {all} câu mà tài liệu có đáp án.",
        "en": "{right} of {all} questions that the documents answer were answered right.",
    },
    "lead_unanswerable": {
        "vi": "Im lặng đúng ở {right} trong {all} câu mà tài liệu không trả lời.",
        "en": "Silent, as it should be, on {right} of {all} questions that they do not answer.",
    },
    "lead_lost": {
        "vi": "Mất nhiều nhất ở chỗ: {stage} ({count} câu).",
        "en": "Most were lost here: {stage} ({count}).",
    },
    "contents": {"vi": "Mục lục", "en": "Contents"},
    "headline": {"vi": "Những con số chính", "en": "Headline numbers"},
    "headline_note": {
        "vi": "Dải nhạt là khoảng tin cậy 95%: nếu hỏi thêm nhiều câu cùng kiểu, tỉ lệ thật nhiều khả năng nằm trong đó.",
        "en": "The pale band is the 95% interval: asked many more such questions, the true share most likely lies in it.",
    },
    "setup": {"vi": "Đã đo cái gì", "en": "What was measured"},
    "lost": {"vi": "Mất câu ở đâu", "en": "Where questions were lost"},
    "lost_note": {
        "vi": "Mỗi câu hỏi đi qua nhiều chặng: nạp tài liệu, tìm đoạn văn, chọn câu, rồi quyết định trả lời hay im lặng. Câu sai được ghi vào chặng đầu tiên để mất nó.",
        "en": "A question passes several stages: documents are indexed, passages found, sentences chosen, then it is answered or not. A wrong answer is put down to the first stage that lost it.",
    },
    "right": {"vi": "Đúng", "en": "Right"},
    "right_means": {"vi": "trong {count} câu đã hỏi", "en": "of {count} questions asked"},
    "plots": {"vi": "Nhìn bằng hình", "en": "As pictures"},
    "reading": {"vi": "Cách đọc:", "en": "How to read it:"},
    "by_kind": {"vi": "Theo loại câu hỏi", "en": "By kind of question"},
    "by_level": {"vi": "Theo độ tin cậy báo cho người hỏi", "en": "By the confidence that people are told"},
    "by_document": {"vi": "Theo tài liệu", "en": "By document"},
    "by_variant": {"vi": "Theo cách viết câu hỏi", "en": "By the way it is written"},
    "by_language": {"vi": "Theo ngôn ngữ câu hỏi", "en": "By language of the question"},
    "tables": {"vi": "Theo từng nhóm", "en": "By group"},
    "tables_note": {"vi": "Nhóm yếu nhất đứng trên cùng.", "en": "The weakest group stands first."},
    "document_note": {
        "vi": "Một câu hỏi đếm cho mọi tài liệu được phép trích.",
        "en": "A question counts for every document that may be cited.",
    },
    "weakest": {
        "vi": "{shown} nhóm yếu nhất trong {all}; đủ cả trong scores.json.",
        "en": "The weakest {shown} of {all}; all of them stand in scores.json.",
    },
    "plain": {"vi": "Như câu gốc", "en": "As it stands"},
    "first_found": {"vi": "Đứng đầu: {source}.", "en": "First: {source}."},
    "none_found": {"vi": "Không tìm ra gì.", "en": "Nothing was found."},
    "measures": {"vi": "Mọi thước đo", "en": "Every measure"},
    "measures_note": {
        "vi": "Buộc trả lời: bỏ ngưỡng im lặng. Các câu mà một thước đo không nói gì về chúng thì không tính vào nó.",
        "en": "Forced: with the threshold of silence lifted. Questions that a measure says nothing about do not count in it.",
    },
    "wrongs": {"vi": "Các câu sai", "en": "Wrong answers"},
    "wrongs_none": {"vi": "Không có câu nào sai.", "en": "No answer is wrong."},
    "all": {"vi": "Tất cả câu hỏi", "en": "All questions"},
    "all_open": {"vi": "Mở bảng {count} câu hỏi", "en": "Open the table of {count} questions"},
    "question": {"vi": "Câu hỏi", "en": "Question"},
    "questions": {"vi": "Số câu", "en": "Questions"},
    "share": {"vi": "Tỉ lệ", "en": "Share"},
    "range": {"vi": "Khoảng 95%", "en": "95% interval"},
    "kind": {"vi": "Loại", "en": "Kind"},
    "document": {"vi": "Tài liệu", "en": "Document"},
    "variant": {"vi": "Cách viết", "en": "Variant"},
    "language": {"vi": "Ngôn ngữ", "en": "Language"},
    "level": {"vi": "Độ tin cậy", "en": "Confidence"},
    "measure": {"vi": "Thước đo", "en": "Measure"},
    "value": {"vi": "Giá trị", "en": "Value"},
    "result": {"vi": "Kết quả", "en": "Result"},
    "confidence": {"vi": "Độ tin cậy", "en": "Confidence"},
    "time": {"vi": "Thời gian", "en": "Time"},
    "history": {"vi": "Đã hỏi trước đó", "en": "Asked before"},
    "expected": {"vi": "Cần có", "en": "Expected"},
    "given": {"vi": "Nhận được", "en": "Given"},
    "one_of": {"vi": "một trong", "en": "one of"},
    "each_of": {"vi": "đủ cả", "en": "all of"},
    "none_of": {"vi": "không được trích", "en": "never"},
    "in_docs": {"vi": "trong", "en": "in"},
    "silence": {"vi": "Im lặng: tài liệu không trả lời câu này.", "en": "Silence: the documents do not answer this."},
    "was_silent": {"vi": "Đã im lặng", "en": "Was silent"},
    "missing": {"vi": "thiếu", "en": "missing"},
    "elsewhere": {"vi": "không thuộc tài liệu cần trích", "en": "not a document that counts"},
    "context": {"vi": "câu kèm", "en": "context"},
    "holding": {"vi": "Đoạn văn có đáp án", "en": "The passage that holds it"},
    "ranked": {"vi": "đứng thứ {rank} trong các đoạn tìm được", "en": "found as number {rank}"},
    "unranked": {"vi": "không nằm trong {count} đoạn tìm được", "en": "not among the {count} passages found"},
    "sure": {"vi": "tin cậy {confidence}, ngưỡng {threshold}", "en": "confidence {confidence}, threshold {threshold}"},
    "filter_stage": {"vi": "Chặng để mất", "en": "Lost by"},
    "filter_kind": {"vi": "Loại câu hỏi", "en": "Kind"},
    "filter_any": {"vi": "Tất cả", "en": "All"},
    "filter_search": {"vi": "Tìm trong các câu sai", "en": "Search the wrong answers"},
    "filter_hint": {"vi": "có dấu hay không dấu đều được", "en": "with or without diacritics"},
    "filter_reset": {"vi": "Bỏ lọc", "en": "Reset"},
    "filter_shown": {"vi": "Đang xem {shown} trong {all} câu", "en": "{shown} of {all} shown"},
    "filter_empty": {
        "vi": "Không có câu sai nào khớp. Hãy bỏ bớt điều kiện lọc.",
        "en": "Nothing matches. Ask for less in the filter.",
    },
    "legend_good": {"vi": "chuỗi cần có", "en": "what was expected"},
    "legend_bad": {"vi": "chuỗi bị ghi là sai", "en": "what is called wrong"},
    "top": {"vi": "Về đầu trang", "en": "Back to the top"},
    "foot": {
        "vi": "Mọi con số có trong scores.json, từng câu có trong records.jsonl, cùng thư mục với trang này. Khoảng tin cậy: Wilson cho tỉ lệ, bootstrap cho trung bình. Trang này không gọi ra ngoài.",
        "en": "Every number stands in scores.json, every question in records.jsonl, beside this page. Intervals: Wilson's for shares, bootstrap for means. This page asks nothing of the network.",
    },
    "scrolls": {"vi": "bảng cuộn ngang được", "en": "scrolls sideways"},
}

SETUP: dict[str, Words] = {
    "gold": {"vi": "Bộ câu hỏi", "en": "Questions"},
    "documents": {"vi": "Kho tài liệu", "en": "Documents"},
    "threshold": {"vi": "Ngưỡng im lặng", "en": "Threshold of silence"},
    "date": {"vi": "Bắt đầu lúc", "en": "Started"},
    "program": {"vi": "Phiên bản", "en": "Version"},
    "encoder": {"vi": "Bộ mã hóa", "en": "Encoder"},
    "reader": {"vi": "Bộ đọc", "en": "Reader"},
    "restorer": {"vi": "Bộ thêm dấu", "en": "Restorer of diacritics"},
    "ranker": {"vi": "Bộ xếp hạng", "en": "Ranker"},
    "code": {"vi": "Mã chương trình", "en": "Program's code"},
    "articles": {"vi": "{articles} tài liệu, {passages} đoạn", "en": "{articles} documents, {passages} passages"},
    "asked": {"vi": "{count} câu", "en": "{count} questions"},
    "silent_below": {"vi": "im lặng khi độ tin cậy dưới {threshold}", "en": "silent below a confidence of {threshold}"},
    "digest": {"vi": "dấu vân", "en": "digest"},
}

PLOTS: dict[str, Words] = {
    "kinds": {"vi": "Tỉ lệ đúng theo loại câu hỏi", "en": "Share right by kind of question"},
    "kinds_reading": {
        "vi": "Cột càng dài càng nhiều câu đúng; vạch ngang mảnh là khoảng tin cậy 95%, càng ít câu thì càng rộng.",
        "en": "The longer the bar, the more is right; the thin line is the 95% interval, wider where there are few questions.",
    },
    "kinds_alt": {
        "vi": "Biểu đồ cột. Thấp nhất: {worst}. Cao nhất: {best}.",
        "en": "Bar chart. Lowest: {worst}. Highest: {best}.",
    },
    "risk": {"vi": "Trả lời càng ít, sai càng ít?", "en": "Fewer answers, fewer errors?"},
    "risk_reading": {
        "vi": "Đi từ trái sang phải là trả lời thêm những câu kém chắc hơn; đường càng thấp thì độ tin cậy càng biết tránh câu sai.",
        "en": "From left to right less certain questions are answered too; the lower the line, the better the confidence keeps errors out.",
    },
    "risk_alt": {
        "vi": "Đường rủi ro theo độ phủ. Khi trả lời tất cả, {all} sai.",
        "en": "Risk by coverage. When all are answered, {all} are wrong.",
    },
    "risk_alt_half": {
        "vi": "Khi chỉ trả lời nửa chắc hơn, {half} sai.",
        "en": "When only the surer half is, {half} are.",
    },
    "coverage": {"vi": "phần câu hỏi được trả lời", "en": "share of questions answered"},
    "error": {"vi": "phần trả lời sai", "en": "share wrong"},
    "shipped": {"vi": "ngưỡng hiện tại", "en": "the threshold"},
    "reliability": {"vi": "Độ tin cậy có nói đúng không?", "en": "Does the confidence speak the truth?"},
    "reliability_reading": {
        "vi": "Chấm nằm trên đường chéo là độ tin cậy nói đúng, nằm dưới là quá tự tin, nằm trên cao là quá dè dặt; chấm to là nhiều câu.",
        "en": "A dot on the diagonal: the confidence is right; below it is too bold, above it too shy; large dots are many questions.",
    },
    "reliability_alt": {
        "vi": "Biểu đồ độ tin cậy theo {count} nhóm. Sai lệch trung bình {ece}.",
        "en": "Reliability diagram of {count} bins. Mean gap {ece}.",
    },
    "predicted": {"vi": "độ tin cậy chương trình nói", "en": "confidence it states"},
    "actual": {"vi": "phần thật sự đúng", "en": "share really right"},
    "threshold": {"vi": "ngưỡng", "en": "threshold"},
    "latency": {"vi": "Mỗi câu mất bao lâu", "en": "How long a question takes"},
    "latency_reading": {
        "vi": "Mỗi cột đếm số câu mất chừng ấy mili giây; một nửa số câu nhanh hơn vạch p50, 95% nhanh hơn vạch p95.",
        "en": "Each column counts the questions that took so many milliseconds; half are faster than p50, 95% than p95.",
    },
    "latency_last": {
        "vi": "{count} câu lâu hơn {end} ms được dồn vào cột cuối.",
        "en": "{count} that took longer than {end} ms stand in the last column.",
    },
    "latency_alt": {
        "vi": "Biểu đồ thời gian. Một nửa dưới {p50} ms, 95% dưới {p95} ms.",
        "en": "Histogram of times. Half below {p50} ms, 95% below {p95} ms.",
    },
    "ms": {"vi": "mili giây", "en": "milliseconds"},
    "count": {"vi": "số câu hỏi", "en": "questions"},
}

# name, then what it means to somebody who has read no code
STAGES: dict[str, tuple[Words, Words]] = {
    "not_indexed": (
        {"vi": "Không có trong kho", "en": "Not in the documents"},
        {
            "vi": "Không đoạn văn nào trong kho chứa đáp án: tài liệu chưa nạp, hoặc nạp thiếu phần này.",
            "en": "No passage holds the answer: the document was not indexed, or a part of it was lost.",
        },
    ),
    "not_retrieved": (
        {"vi": "Không tìm ra đoạn", "en": "Passage not found"},
        {
            "vi": "Đáp án có trong kho, nhưng đoạn văn chứa nó không nằm trong các đoạn tìm được.",
            "en": "The answer is there, but the passage that holds it is not among those found.",
        },
    ),
    "not_selected": (
        {"vi": "Chọn nhầm câu", "en": "Other sentence chosen"},
        {
            "vi": "Đã tìm ra đoạn văn, nhưng câu được trích không phải câu có đáp án.",
            "en": "The passage was found, but the sentence cited is not the one with the answer.",
        },
    ),
    "abstained": (
        {"vi": "Im lặng khi có đáp án", "en": "Silent though answered"},
        {
            "vi": "Đã tìm ra đoạn văn, nhưng không đủ chắc nên không trả lời.",
            "en": "The passage was found, but the program was not sure enough to answer.",
        },
    ),
    "wrong_cited": (
        {"vi": "Trích điều sai", "en": "Cites what is wrong"},
        {
            "vi": "Trích một câu mà bộ câu hỏi ghi rõ là sai cho câu hỏi này.",
            "en": "Cites what the questions' file calls wrong for this question.",
        },
    ),
    "not_silent": (
        {"vi": "Đáng lẽ im lặng", "en": "Should have been silent"},
        {
            "vi": "Tài liệu không trả lời câu này, nhưng chương trình vẫn trích một câu.",
            "en": "The documents do not answer, but the program cites something.",
        },
    ),
    "crashed": (
        {"vi": "Lỗi khi chạy", "en": "Crashed"},
        {
            "vi": "Chương trình gặp lỗi với câu này; tính là sai.",
            "en": "The program failed on this question; it counts as wrong.",
        },
    ),
    "": (
        {"vi": "Sai, không rõ chặng", "en": "Wrong, stage unknown"},
        {"vi": "Bản ghi không nói chặng nào để mất câu này.", "en": "The record does not say which stage lost it."},
    ),
}

KINDS: dict[str, Words] = {
    "factoid": {"vi": "Hỏi một dữ kiện", "en": "Single fact"},
    "list": {"vi": "Liệt kê", "en": "List"},
    "definition": {"vi": "Định nghĩa", "en": "Definition"},
    "paraphrase": {"vi": "Nói cách khác", "en": "Paraphrase"},
    "no_diacritics": {"vi": "Gõ không dấu", "en": "Without diacritics"},
    "abbreviation": {"vi": "Viết tắt", "en": "Abbreviation"},
    "typo": {"vi": "Gõ sai", "en": "Typing error"},
    "english": {"vi": "Hỏi bằng tiếng Anh", "en": "Asked in English"},
    "temporal": {"vi": "Theo thời điểm", "en": "At a point in time"},
    "multi_doc": {"vi": "Qua nhiều tài liệu", "en": "Over several documents"},
    "followup": {"vi": "Hỏi tiếp", "en": "Follow-up"},
    "unanswerable": {"vi": "Không có đáp án", "en": "Unanswerable"},
    "near_miss": {"vi": "Gần giống nhưng không có", "en": "Near miss"},
    "off_topic": {"vi": "Ngoài chủ đề", "en": "Off topic"},
    "adversarial": {"vi": "Câu hỏi gài bẫy", "en": "Adversarial"},
    "boilerplate_trap": {"vi": "Hỏi về khung trang", "en": "About page chrome"},
    "number": {"vi": "Số viết bằng chữ", "en": "Numbers in words"},
    "why": {"vi": "Vì sao", "en": "Why"},
    "telex": {"vi": "Quên bật bộ gõ", "en": "Raw Telex or VNI"},
    "upper": {"vi": "Chữ hoa", "en": "In capitals"},
    "answerable": {"vi": "Có đáp án", "en": "Answerable"},
    "query": {"vi": "Truy vấn", "en": "Query"},
    "impossible": {"vi": "Không có đáp án", "en": "Impossible"},
    "high": {"vi": "Độ tin cậy cao", "en": "High confidence"},
    "medium": {"vi": "Độ tin cậy trung bình", "en": "Medium confidence"},
    "low": {"vi": "Độ tin cậy thấp", "en": "Low confidence"},
    "none": {"vi": "Im lặng", "en": "Silence"},
    "vi": {"vi": "Tiếng Việt", "en": "Vietnamese"},
    "en": {"vi": "Tiếng Anh", "en": "English"},
}

REASONS: dict[str, Words] = {
    "nothing_indexed": {"vi": "kho chưa có tài liệu", "en": "nothing is indexed"},
    "nothing_relevant": {"vi": "không tìm thấy gì liên quan", "en": "nothing relevant was found"},
    "not_answered": {"vi": "không đủ chắc để trả lời", "en": "not sure enough to answer"},
    "question_empty": {"vi": "câu hỏi trống", "en": "the question is empty"},
    "question_too_long": {"vi": "câu hỏi quá dài", "en": "the question is too long"},
    "not_understood": {"vi": "không hiểu câu hỏi", "en": "the question was not understood"},
    "filter_too_narrow": {"vi": "điều kiện lọc quá hẹp", "en": "the filter is too narrow"},
}

# name, then what it says to somebody who has never measured
CARDS: dict[str, tuple[Words, Words]] = {
    "answerable": (
        {"vi": "Trả lời đúng", "en": "Answered right"},
        {"vi": "trong các câu mà tài liệu có đáp án", "en": "of the questions that the documents answer"},
    ),
    "unanswerable": (
        {"vi": "Biết im lặng", "en": "Silent when it should be"},
        {"vi": "trong các câu mà tài liệu không trả lời", "en": "of the questions that they do not answer"},
    ),
    "forced": (
        {"vi": "Đúng khi buộc trả lời", "en": "Right when it must answer"},
        {
            "vi": "nếu bỏ ngưỡng im lặng, trong các câu có đáp án",
            "en": "of the same, with the threshold of silence lifted",
        },
    ),
    "precision": (
        {"vi": "Trích dẫn đúng chỗ", "en": "Citations to the point"},
        {"vi": "số câu trích thật sự mang đáp án", "en": "of the sentences cited hold what was asked for"},
    ),
    "auroc": (
        {"vi": "Biết mình đúng hay sai", "en": "Knows right from wrong"},
        {
            "vi": "khả năng một câu đúng có độ tin cậy cao hơn một câu sai (AUROC); 0,5 là đoán mò",
            "en": "how often a right answer is surer than a wrong one (AUROC); 0.5 is guessing",
        },
    ),
    "time": (
        {"vi": "Thời gian một câu", "en": "Time per question"},
        {"vi": "một nửa số câu nhanh hơn mức này", "en": "half of the questions are faster"},
    ),
    "shipped": (
        {"vi": "Câu đầu đúng", "en": "First sentence right"},
        {"vi": "như khi dùng thật, im lặng tính là sai", "en": "as shipped; silence is a miss"},
    ),
    "first_forced": (
        {"vi": "Câu đầu đúng khi buộc trả lời", "en": "First sentence right, forced"},
        {"vi": "nếu bỏ ngưỡng im lặng", "en": "with the threshold of silence lifted"},
    ),
    "nDCG@10": (
        {"vi": "Tìm đúng tài liệu (nDCG@10)", "en": "Documents found (nDCG@10)"},
        {"vi": "tài liệu cần tìm đứng càng cao càng gần 1", "en": "nearer to 1, the higher the right document stands"},
    ),
    "R@10": (
        {"vi": "Có trong mười kết quả đầu", "en": "Among the first ten"},
        {"vi": "phần tài liệu cần tìm nằm trong mười kết quả đầu", "en": "of what is relevant stands in the first ten"},
    ),
    "RR": (
        {"vi": "Nghịch đảo thứ hạng", "en": "Reciprocal rank"},
        {
            "vi": "1 nếu tài liệu cần tìm luôn đứng đầu, 0,5 nếu đứng thứ hai",
            "en": "1 if the right one always stands first, 0.5 if second",
        },
    ),
}

MEASURED: dict[str, Words] = {
    "overall": {"vi": "Tất cả các câu: đúng", "en": "All questions: right"},
    "hit@1": {"vi": "Câu tốt nhất có đáp án, buộc trả lời", "en": "Best sentence holds the answer, forced"},
    "hit@3": {
        "vi": "Một trong ba câu tốt nhất có đáp án, buộc trả lời",
        "en": "One of the best three holds it, forced",
    },
    "citation_precision": {"vi": "Trích dẫn: độ chính xác", "en": "Citations: precision"},
    "citation_recall": {"vi": "Trích dẫn: độ phủ", "en": "Citations: recall"},
    "complete": {"vi": "Liệt kê đủ mọi mục", "en": "Enumerations complete"},
    "citations_per_answer": {"vi": "Số câu trích mỗi câu trả lời", "en": "Citations per answer"},
    "verbatim": {"vi": "Trích đúng nguyên văn", "en": "Quotes verbatim"},
    "exact": {"vi": "Đáp án ngắn: khớp hẳn", "en": "Short answer: exact match"},
    "f1": {"vi": "Đáp án ngắn: F1 theo tiếng", "en": "Short answer: token F1"},
    "nDCG@10": {"vi": "Xếp hạng đoạn: nDCG@10", "en": "Passages: nDCG@10"},
    "R@1": {"vi": "Xếp hạng đoạn: recall@1", "en": "Passages: recall@1"},
    "R@5": {"vi": "Xếp hạng đoạn: recall@5", "en": "Passages: recall@5"},
    "R@10": {"vi": "Xếp hạng đoạn: recall@10", "en": "Passages: recall@10"},
    "R@50": {"vi": "Xếp hạng đoạn: recall@50", "en": "Passages: recall@50"},
    "RR": {"vi": "Xếp hạng đoạn: nghịch đảo thứ hạng (MRR)", "en": "Passages: reciprocal rank (MRR)"},
    "hybrid": {"vi": "Xếp hạng tài liệu, từ và vectơ: nDCG@10", "en": "Documents, words and vectors: nDCG@10"},
    "words": {"vi": "Xếp hạng tài liệu, chỉ từ: nDCG@10", "en": "Documents, words alone: nDCG@10"},
    "silence_precision": {"vi": "Im lặng: độ chính xác", "en": "Silence: precision"},
    "silence_recall": {"vi": "Im lặng: độ phủ", "en": "Silence: recall"},
    "auroc": {"vi": "Độ tin cậy: AUROC (đúng so với sai)", "en": "Confidence: AUROC (right against wrong)"},
    "aurc": {
        "vi": "Độ tin cậy: diện tích dưới đường rủi ro (AURC)",
        "en": "Confidence: area under the risk curve (AURC)",
    },
    "ece": {"vi": "Độ tin cậy: sai lệch trung bình (ECE)", "en": "Confidence: expected calibration error (ECE)"},
    "p50": {"vi": "Thời gian một câu: nửa số câu nhanh hơn (p50)", "en": "Time per question: half are faster (p50)"},
    "p95": {"vi": "Thời gian một câu: 95% nhanh hơn (p95)", "en": "Time per question: 95% are faster (p95)"},
    "p99": {"vi": "Thời gian một câu: 99% nhanh hơn (p99)", "en": "Time per question: 99% are faster (p99)"},
    "crashed": {"vi": "Câu bị lỗi khi chạy", "en": "Questions that crashed"},
    "left_out": {
        "vi": "Câu không tính vào xếp hạng vì kho không có đoạn nào đúng",
        "en": "Not ranked: nothing in the store is relevant",
    },
}
